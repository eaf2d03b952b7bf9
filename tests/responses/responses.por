ASCII SPSS PORT FILE                    ASCII SPSS PORT FILE                    
ASCII SPSS PORT FILE                    ASCII SPSS PORT FILE                    
ASCII SPSS PORT FILE                    0000000000000000000000000000000000000000
0000000000000000000000000123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst
uvwxyz .<(+|&[]!$*);^-/|,%_>?`:$@'="000000~-0000123456789000-()0{}\0000000000000
00000000000000000000000000000000000000000000000000000000SPSSPORTA8/202611256/174
8051E/GNU pspp 1.6.23J/x86_64-pc-linux-gnu4K/5B/716/8/SYS_UUID1/16/0/1/16/0/C5/_
uuid73/7/COUNTRY1/3/0/1/3/0/C1A/Country (three letters, for example MLI)7A/8/INT
ERVIE1/A/0/1/A/0/C4/Date72/8/LANGUAGE1/2/0/1/2/0/CO/Language of your answers7D/8
/STAKEHOL1/D/0/1/D/0/CT/Which group do you speak for?78/5/LEVEL1/8/0/1/8/0/CR/At
 which level do you work?73/8/CONSENT_1/3/0/1/3/0/C19/May we record and analyse 
your answers?73/2/V11/3/0/1/3/0/CO/May we quote your words?70/8/ACTIVE_C5/8/2/5/
8/2/837/838/839/C19/Is there an active convenor of the MSP?70/8/ANNUAL_A5/8/2/5/
8/2/837/838/839/C1F/Does the MSP have its own annual action plan?70/8/MEETINGS5/
8/2/5/8/2/837/838/839/C1N/How often did the MSP meet in the last twelve months?7
0/8/RUNNING_5/8/2/5/8/2/837/838/839/C18/Who pays the running costs of the MSP?71
7/2/Q41/17/0/1/17/0/C1P/Who is the current coordinator or convenor of your MSP?7
M/2/Q51/M/0/1/M/0/C1G/Is there an action plan available for the MSP?7L/3/Q161/L/
0/1/L/0/C1M/What is the level of frequency for the MSP meetings?7Q/3/Q211/Q/0/1/
Q/0/C3H/What are some of the challenges that you have faced as an MSP and what s
teps did you take to overcome them?70/8/SECTORS_5/8/2/5/8/2/CR/Sectors that came
 :: Health70/2/V25/8/2/5/8/2/C1G/Sectors that came :: Agriculture and livestock7
0/2/V35/8/2/5/8/2/C10/Sectors that came :: Education70/2/V45/8/2/5/8/2/C1K/Secto
rs that came :: Water, sanitation and hygieneD1/8/ACTIVE_C7/0/I/The post is vaca
nt1/12/A convenor is named but inactive2/1B/The convenor is active, without a ma
ndate3/15/The convenor is mandated and active4/2F/The convenor is mandated and a
ctive, with a deputy or a staffed secretariat37/A/Don't know39/E/Not applicableD
1/8/ANNUAL_A7/0/G/There is no plan1/N/A plan is being drafted2/1B/There is only 
a past or a multi-year plan3/10/There is a current annual plan4/2F/There is a cu
rrent annual plan, costed and reviewed, with subnational plans37/A/Don't know39/
E/Not applicableD1/8/MEETINGS7/0/R/No meeting in twelve months1/B/One meeting2/1
5/Two, or under half of those planned3/1S/Three or more, or at least three quart
ers of those planned4/24/As planned, at subnational level too, with minutes and 
follow-up37/A/Don't know39/E/Not applicableD1/8/RUNNING_7/0/J/They are not funde
d1/S/External money, case by case2/S/Mixed, mostly external money3/L/Mostly dome
stic money4/1P/A domestic budget line over several years that is spent37/A/Don't
 know39/E/Not applicableF16/6f1c2d0a-0000-4000-8000-0000000000003/XAAA/2026-03-0
12/enD/government   8/national3/yes3/no 0/1/2/3/17/The director convenes us.    
        M/Yes; annual, "costed".L/Three times, at 9:30 Q/Money, and people leavi
ng.*.*.*.*.16/6f1c2d0a-0000-4000-8000-0000000000013/XAAA/2026-03-022/frD/civil_s
ociety8/region  3/yes3/yes3/4/37/39/17/C'est la directrice  elle preside.   M/Ou
i, annuel           L/Trois fois           Q/L'argent ; et la rotation 1/0/0/0/1
6/6f1c2d0a-0000-4000-8000-0000000000023/XAAA/2026-03-032/esD/business     8/dist
rict3/yes3/no 39/*.0/1/17/La secretaria tecnica.               M/Si, con presupu
esto   L/                     Q/no sabe                   0/1/0/0/16/6f1c2d0a-00
00-4000-8000-0000000000033/XAAA/2026-03-042/ptD/un           8/commune 3/yes3/ye
s1/2/3/4/17/A ministra; ela tambem e ponto focal.M/Nao existe            L/De tr
es em tres mesesQ/sem informacao            1/1/0/0/16/6f1c2d0a-0000-4000-8000-0
000000000043/XAAA/2026-03-052/enD/donor        8/national3/yes3/no 4/37/39/*.17/
=SUM(A1)                             M/+plan                 L/-                
    Q/Zoe's second line         0/0/1/0/16/6f1c2d0a-0000-4000-8000-0000000000053
/XAAA/2026-03-062/frD/academia     8/region  3/yes3/yes*.0/1/2/17/The director c
onvenes us.            M/Yes; annual, "costed".L/Three times, at 9:30 Q/Money, a
nd people leaving.1/0/1/0/16/6f1c2d0a-0000-4000-8000-0000000000063/XAAA/2026-03-
072/esD/government   8/district3/yes3/no 2/3/4/37/17/C'est la directrice  elle p
reside.   M/Oui, annuel           L/Trois fois           Q/L'argent ; et la rota
tion 0/1/1/0/16/6f1c2d0a-0000-4000-8000-0000000000073/XAAA/2026-03-082/ptD/civil
_society8/commune 3/yes3/yes37/39/*.0/17/La secretaria tecnica.               M/
Si, con presupuesto   L/                     Q/no sabe                   1/1/1/0
/16/6f1c2d0a-0000-4000-8000-0000000000083/XAAA/2026-03-092/enD/business     8/na
tional3/yes3/no 0/1/2/3/17/A ministra; ela tambem e ponto focal.M/Nao existe    
        L/De tres em tres mesesQ/sem informacao            0/0/0/1/16/6f1c2d0a-0
000-4000-8000-0000000000093/XAAA/2026-03-102/frD/un           8/region  3/no 3/y
es3/4/37/39/17/=SUM(A1)                             M/+plan                 L/- 
                   Q/Zoe's second line         1/0/0/1/ZZZZZZZZZZZZZZZZZZZZZZZZZ
