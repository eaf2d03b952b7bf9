0000000000000000000000000000000000000000ASCII SPSS PORT FILE                    
00000000000000000000000000000000000000000000000000000000000000000000000000000000
00000000000000000000000000000000000000000000000000000000000000000000000000000000
0000000000000000000000000123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst
uvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@'="000000~000000000000000000000{}\0000000000000
00000000000000000000000000000000000000000000000000000000SPSSPORTA8/202611256/175
74318/ReadStat317/https://github.com/WizardMac/ReadStat423/5C/73/7/COUNTRY1/3/0/
1/3/0/C1A/Country (three letters, for example MLI)70/8/INTERVIEK/B/0/K/B/0/C4/Da
te72/8/LANGUAGE1/2/0/1/2/0/CO/Language of your answers7D/8/STAKEHOL1/D/0/1/D/0/C
T/Which group do you speak for?78/5/LEVEL1/8/0/1/8/0/CR/At which level do you wo
rk?7I/8/ORGANISA1/I/0/1/I/0/CC/Organisation73/8/CONSENTR1/3/0/1/3/0/C19/May we r
ecord and analyse your answers?73/8/CONSENTQ1/3/0/1/3/0/CO/May we quote your wor
ds?75/8/CONSENTA1/5/0/1/5/0/C13/What may stand under a quotation?73/8/CONSENT11/
3/0/1/3/0/C18/May we thank you by name in the brief?7D/8/RESPONDE1/D/0/1/D/0/C9/
Your name74Q/2/Q11/4Q/0/1/4Q/0/C15/What does MSP mean in your context?70/8/SHARE
DDE5/8/2/5/8/2/C21/Do the members mean the same body when they speak of the MSP?
730/2/Q21/30/0/1/30/0/C24/What do you see as the key components of a well-functi
oning MSP?70/8/AGREEDCO5/8/2/5/8/2/C26/How many components of a well-functioning
 MSP do members agree on?760/2/Q31/60/0/1/60/0/C1I/What do you hope to gain as a
 member of the MSP?70/8/MEMBERBE5/8/2/5/8/2/C1H/What do members gain from belong
ing to the MSP?72Q/2/Q41/2Q/0/1/2Q/0/C1P/Who is the current coordinator or conve
nor of your MSP?70/8/ACTIVECO5/8/2/5/8/2/C19/Is there an active convenor of the 
MSP?73B/2/Q51/3B/0/1/3B/0/C1G/Is there an action plan available for the MSP?70/8
/ANNUALAC5/8/2/5/8/2/C1F/Does the MSP have its own annual action plan?73L/2/Q61/
3L/0/1/3L/0/C2C/Is there an operating framework or guidance guiding the work of 
the MSP?70/8/OPERATIN5/8/2/5/8/2/C1M/Is there an operating framework that guides
 the MSP?723/2/Q71/23/0/1/23/0/C1A/What are the reporting lines of the MSP?70/8/
REPORTIN5/8/2/5/8/2/C17/Does the MSP report to a higher body?760/2/Q81/60/0/1/60
/0/C20/In which ministry is the SUN Government Focal Point located?70/8/CONVENIN
5/8/2/5/8/2/C2B/Can the body in which the MSP is anchored bring other sectors to
gether?735/2/Q91/35/0/1/35/0/C1E/Where is the MSP anchored and at what level?73C
/3/Q101/3C/0/1/3C/0/C2L/What is the engagement of the subnational level; how doe
s the MSP function there?70/8/SUBNATIO5/8/2/5/8/2/C1N/Does the MSP work in regio
ns, districts and communes?739/3/Q111/39/0/1/39/0/CM/How is the MSP funded?70/8/
RUNNINGC5/8/2/5/8/2/C18/Who pays the running costs of the MSP?760/3/Q121/60/0/1/
60/0/C1M/What accountability mechanisms exist within the MSP?70/8/ACCOUNTA5/8/2/
5/8/2/C12/How are commitments followed up?73K/3/Q131/3K/0/1/3K/0/C1N/What commun
ication channels are available in the MSP?70/8/COMMUNIC5/8/2/5/8/2/C16/How do me
mbers exchange information?733/3/Q141/33/0/1/33/0/C11/Who are the members of the
 MSP?70/8/STAKEHO15/8/2/5/8/2/C3C/How many of the six core groups take part (gov
ernment, civil society, business, UN, donors, academia)?70/8/NETWORKS5/8/2/5/8/2
/C2L/How many SUN Networks are active (civil society, business, UN, donors, acad
emia)?760/3/Q151/60/0/1/60/0/C11/What sectors do they represent?70/8/SECTORBR5/8
/2/5/8/2/C1G/How many sectors or line ministries take part?73J/3/Q161/3J/0/1/3J/
0/C1M/What is the level of frequency for the MSP meetings?70/8/MEETINGS5/8/2/5/8
/2/C1N/How often did the MSP meet in the last twelve months?72A/3/Q171/2A/0/1/2A
/0/C23/How many representatives are there from each stakeholder group?70/8/SEATB
ALA5/8/2/5/8/2/C1L/How are the seats of the MSP shared between groups?75T/3/Q181
/5T/0/1/5T/0/C1N/What is the process for including additional members?70/8/ENTRY
PRO5/8/2/5/8/2/CR/How does a new member join?760/3/Q191/60/0/1/60/0/C14/How ofte
n are new members invited?70/8/MEMBERRE5/8/2/5/8/2/C1J/How regularly has the MSP
 brought in new members?733/3/Q201/33/0/1/33/0/C2J/Have there been any notable a
chievements as a result of good MSP collaboration?70/8/RESULTLE5/8/2/5/8/2/C1F/W
hat has the collaboration in the MSP led to?70/8/PLAUSIBL5/8/2/5/8/2/C22/How pla
usible is it that the MSP contributed to these results?70/8/MONEYMOB5/8/2/5/8/2/
C1L/Has the MSP helped to mobilize money for nutrition?760/3/Q211/60/0/1/60/0/C3
H/What are some of the challenges that you have faced as an MSP and what steps d
id you take to overcome them?70/8/RESPONSE5/8/2/5/8/2/C1F/What has the MSP done 
about its difficulties?760/3/Q221/60/0/1/60/0/C21/What is needed to further impr
ove the functioning of the MSP?70/8/IMPROVEM5/8/2/5/8/2/C1G/How concrete are the
 plans to improve the MSP?737/3/Q231/37/0/1/37/0/C1M/What is needed to sustain t
he gains made by the MSP?70/8/INSTITUT5/8/2/5/8/2/C1C/On which legal footing doe
s the MSP stand?70/8/FINANCIA5/8/2/5/8/2/C1H/For how long is the funding of the 
MSP secured?70/8/BEYONDON5/8/2/5/8/2/C1Q/What would happen to the MSP if its lea
ding person left?70/8/SHOCKSUR5/8/2/5/8/2/C2J/How did the MSP come through shock
s (crises, changes of government, epidemics)?70/6/WEIGHT5/8/2/5/8/2/CF/Sampling 
weightF3/XBLJ64R600/2/enA/government8/districtH/District Office 43/yes3/yes5/gro
up2/no1/ 25/For us the MSP is the national nutrition committee; nothing else.38/
1/ 39/21/Visibility for our 17 member associations and access to data.2/A/Don't 
know3/29/Yes, the 2020 annual plan with 43 activities, adopted in Old Harbour.3/
1/ 4/23/On paper to the Prime Minister's office; in practice to nobody.1/13/Mini
stry of Planning, not Health.2/1T/In the Prime Minister's office, at secretary-g
eneral level.30/The region of Northbridge meets every quarter and reports. (Cost
s: 1,200,000; spent: 40%.)2/1G/A budget line since 2026, half of it released.0/2
F/A matrix of commitments, reviewed each January. It's the members' own rule.0/1
K/A mailing list and a message group with 16 people.1/1/-3/3/29/Health, agricult
ure, education and water. It's the members' own rule.3/1K/Quarterly, but only 31
 meetings were held in 2020.0/1/93/11/You are invited or you are not.1/14/Each J
anuary.  We are proud of it.1/1/ 2/4/1/1J/Staff turnover; we wrote a handover no
te in 2023.39/2E/A permanent secretariat with 30 staff. Second point: the minute
s are late.2/1/ *.2/3/1/1/3/XBLJ4ETI00/2/enD/civil_society8/districtI/Growing We
ll Union3/yes3/yes4/none3/yesB/Ana Exemplo25/For us the MSP is the national nutr
ition committee; nothing else.1/30/Leadership above the sectors; shared targets;
 someone who follows up.  We are proud of it.37/1A/We hope to influence the budg
et of 2024.4/1H/The director of the nutrition unit, since 2024.2/1C/Only a five-
year strategy; no annual plan.2/1M/There are terms of reference from 2026, seldo
m read.4/23/On paper to the Prime Minister's office; in practice to nobody.0/1A/
Ministry of Health.  We are proud of it.3/1/ 25/36 districts hold meetings; the 
communes around Lake Ward do not.3/39/Donors pay the workshops; the State pays 1
2 salaries. See https://example.org/plan?id=3&v=2 for it.*.1/-3/2L/A mailing lis
t and a message group with 4 people. (Costs: 1,200,000; spent: 40%.)0/T/4 organi
sations, mostly NGOs.37/2/13/Seven sectors; finance is absent.2/16/Monthly since
 the new convenor came.0/1/ 0/1T/A letter to the convenor, then a vote.  We are 
proud of it.2/1/ 3/3/N/A38/2/*.3/N/A2/35/Bring business in, and keep minutes. As
 one member put it: "we talk, then we act"; that is new.2/1/ 1/2/1/2/1/3/XBLJ4O1
I00/2/en8/business8/nationalH/District Office 43/yes2/no1/ 2/no1/ 2R/It is the t
able where ministries, NGOs and donors of Lake Ward agree on nutrition work.0/23
/A clear mandate, a budget, regular meetings and honest minutes.2/2T/Visibility 
for our 12 member associations and access to data. It's the members' own rule.3/
2J/The director of the nutrition unit, since 2022. (Costs: 1,200,000; spent: 40%
.)*.29/Yes, the 2023 annual plan with 16 activities, adopted in Old Harbour.3/3/
N/A3/1/ 3/J/Ministry of Health.4/2B/In a technical unit in Northbridge. Second p
oint: the minutes are late.1/-0/1N/Donors pay the workshops; the State pays 11 s
alaries.3/1H/A matrix of commitments, reviewed each January.3/37/Letters signed 
by the convenor; answers take weeks. See https://example.org/plan?id=3&v=2 for i
t.2/1R/Government, civil society, the UN; business came in 2021.*.1/1/ 2/1J/Quar
terly, but only 9 meetings were held in 2025.3/18/Government 35, NGOs 6, UN 3, d
onors 2.3/18/A letter to the convenor, then a vote.2/N/The last time was 2024.1/
1/ 4/1/0/2S/Late funds; the donors of Old Harbour advanced 19 %. Second point: t
he minutes are late.0/60/Bring business in, and keep minutes. As one member put 
it: "we talk, then we act"; that is new. Second point: the minutes are late. See
 https://example.org/plan?id=3&v=2 for it. (C0/2C/Domestic money for Lake Ward a
nd the other regions.  We are proud of it.2/39/1/1/1/3/XBLJ4B4C00/2/en2/un7/comm
uneI/Growing Well Union3/yes3/yes5/named3/yesB/Awa Fictive2T/It is the table whe
re ministries, NGOs and donors of Northbridge agree on nutrition work.39/1/ 0/3/
N/A0/1O/The post has been vacant since 2025; the deputy signs.1/3B/Yes, the 2026
 annual plan with 17 activities, adopted in Old Harbour. (Costs: 1,200,000; spen
t: 40%.)3/29/A draft is with the legal office. Second point: the minutes are lat
e.3/A/Don't know3/1H/Ministry of Health. It's the members' own rule.2/15/In a te
chnical unit in Northbridge.1/ 2/1G/A budget line since 2025, half of it release
d.4/A/Don't know1/1L/Letters signed by the convenor; answers take weeks.39/10/13
 organisations, mostly NGOs.*.1/1/ 0/16/Monthly since the new convenor came.3/17
/Government 8, NGOs 6, UN 3, donors 2.2/5T/A letter to the convenor, then a vote
. As one member put it: "we talk, then we act"; that is new. Second point: the m
inutes are late. See https://example.org/plan?id=3&v=2 for it.37/N/The last time
 was 2022.4/1P/Vitamin coverage in Northbridge rose from 37 % to 71 %.38/1/3/3I/
Staff turnover; we wrote a handover note in 2024. As one member put it: "we talk
, then we act"; that is new.2/2H/Bring business in, and keep minutes. - first, a
 calendar; - second, "owners".2/18/A law, not a decree, before 2025 ends.2/*.0/3
7/1/3/XBLJ4C3600/2/en5/donor6/regionI/Growing Well Union2/no1/ 1/ 1/ 1/ 1/ *.1/ 
*.1/ *.1/ *.1/ *.1/ *.1/ *.1/ *.1/ 1/ *.1/ *.1/ *.1/ *.1/ *.*.1/ *.1/ *.1/ *.1/ 
*.1/ *.1/ *.*.*.1/ *.1/ *.1/ *.*.*.*.1/3/XBLJ59P600/2/en8/academia6/regionI/Grow
ing Well Union3/yes3/yes4/none2/no1/ 25/For us the MSP is the national nutrition
 committee; nothing else.3/1/ 3/1/ 3/1H/The director of the nutrition unit, sinc
e 2022.2/2N/Only a five-year strategy; no annual plan. - first, a calendar; - se
cond, "owners".3/13/A draft is with the legal office.2/1/ 3/60/Ministry of Plann
ing, not Health. As one member put it: "we talk, then we act"; that is new. Seco
nd point: the minutes are late. See https://example.org/plan?id=3&v=2 for it. (C
ost38/1T/In the Prime Minister's office, at secretary-general level.27/25 distri
cts hold meetings; the communes around Old Harbour do not.38/2I/A budget line si
nce 2020, half of it released. (Costs: 1,200,000; spent: 40%.)39/2J/A matrix of 
commitments, reviewed each January. (Costs: 1,200,000; spent: 40%.)38/1L/Letters
 signed by the convenor; answers take weeks.3/10/13 organisations, mostly NGOs.2
/1/1/ 1/16/Monthly since the new convenor came.2/1T/Government 20, NGOs 6, UN 3,
 donors 2.  We are proud of it.3/1M/You are invited or you are not.  We are prou
d of it.1/1L/The last time was 2022. It's the members' own rule.4/1Q/The school 
meals law of 2026 came out of our joint note.1/3/*.1J/Staff turnover; we wrote a
 handover note in 2021.37/2C/Bring business in, and keep minutes. Second point: 
the minutes are late.38/26/A law, not a decree, before 2024 ends. It's the membe
rs' own rule.37/2/3/3/1/3/XBLJ671600/2/enA/government6/regionI/Growing Well Unio
n3/yes3/yes4/none3/yesD/Maria Ficcion1/ 0/1/ 0/1A/We hope to influence the budge
t of 2025.3/28/The director of the nutrition unit, since 2022.  We are proud of 
it.2/1/ 1/1M/There are terms of reference from 2021, seldom read.37/1C/To the co
uncil of ministers, twice a year.37/13/Ministry of Planning, not Health.3/2B/In 
a technical unit in Old Harbour. Second point: the minutes are late.1/ 39/A/Don'
t know0/R/None that I have seen used.2/3K/Letters signed by the convenor; answer
s take weeks. As one member put it: "we talk, then we act"; that is new.3/1R/Gov
ernment, civil society, the UN; business came in 2022.2/2/1/ 3/2M/Quarterly, but
 only 28 meetings were held in 2020. (Costs: 1,200,000; spent: 40%.)39/1T/Govern
ment 11, NGOs 6, UN 3, donors 2.  We are proud of it.3/18/A letter to the conven
or, then a vote.4/1/ 37/1Q/The school meals law of 2022 came out of our joint no
te.2/2/39/1M/Late funds; the donors of Northbridge advanced 36 %.4/1R/Bring busi
ness in, and keep minutes.  We are proud of it.3/1N/Domestic money for Northbrid
ge and the other regions.4/3/2/2/1/3/XBLJ5JQ+3/2/enD/civil_society6/regionB/Seed
s & Co.3/yes2/no1/ 3/yesD/Maria Ficcion2T/It is the table where ministries, NGOs
 and donors of Northbridge agree on nutrition work.3/23/A clear mandate, a budge
t, regular meetings and honest minutes.3/1/ 3/1H/The director of the nutrition u
nit, since 2026.2/1/ 3/2K/There are terms of reference from 2019, seldom read. I
t's the members' own rule.1/1C/To the council of ministers, twice a year.2/1/ 1/
1/ 27/11 districts hold meetings; the communes around Northbridge do not.39/2T/D
onors pay the workshops; the State pays 17 salaries. Second point: the minutes a
re late.1/1/ 1/1/ 1/33/Government, civil society, the UN; business came in 2026.
 Second point: the minutes are late.1/2/13/Seven sectors; finance is absent.1/1J
/Quarterly, but only 9 meetings were held in 2024.2/1/ 3/1/ 3/D/Each January.1/1
N/Vitamin coverage in Lake Ward rose from 46 % to 71 %.*.3/2/2I/Late funds; the 
donors of Lake Ward advanced 48 %. It's the members' own rule.1/1/ 2/1/ 3/2/38/2
/1/3/XBLJ57EO00/2/en8/academia7/communeB/Seeds & Co.3/yes3/yes5/group3/yesD/Mari
a Ficcion4F/It is the table where ministries, NGOs and donors of Old Harbour agr
ee on nutrition work. See https://example.org/plan?id=3&v=2 for it.3/1/ *.1A/We 
hope to influence the budget of 2022.3/1/ 37/29/Yes, the 2023 annual plan with 4
0 activities, adopted in Northbridge.1/13/A draft is with the legal office.37/23
/On paper to the Prime Minister's office; in practice to nobody.2/1L/Ministry of
 Health. (Costs: 1,200,000; spent: 40%.)3/34/In a technical unit in Northbridge.
 As one member put it: "we talk, then we act"; that is new.1Q/The region of Lake
 Ward meets every quarter and reports.0/1/-1/3G/A matrix of commitments, reviewe
d each January. As one member put it: "we talk, then we act"; that is new.4/1K/A
 mailing list and a message group with 27 people.3/1R/Government, civil society,
 the UN; business came in 2026.0/0/13/Seven sectors; finance is absent.39/2M/Mon
thly since the new convenor came. See https://example.org/plan?id=3&v=2 for it.3
/26/Government 20, NGOs 6, UN 3, donors 2. It's the members' own rule.39/18/A le
tter to the convenor, then a vote.4/60/Each January. As one member put it: "we t
alk, then we act"; that is new. Second point: the minutes are late. See https://
example.org/plan?id=3&v=2 for it. (Costs: 1,200,000; spent:3/A/Don't know3/*.3/1
J/Staff turnover; we wrote a handover note in 2023.1/2H/Bring business in, and k
eep minutes. - first, a calendar; - second, "owners".37/1T/A law, not a decree, 
before 2025 ends.  We are proud of it.1/2/2/3/1/3/XBLJ5OGO00/2/en9/community6/re
gionB/Seeds & Co.3/yes3/yes4/role2/no1/ 25/For us the MSP is the national nutrit
ion committee; nothing else.1/23/A clear mandate, a budget, regular meetings and
 honest minutes.1/1A/We hope to influence the budget of 2019.39/1O/The post has 
been vacant since 2022; the deputy signs.2/1C/Only a five-year strategy; no annu
al plan.4/2J/A draft is with the legal office. See https://example.org/plan?id=3
&v=2 for it.*.23/On paper to the Prime Minister's office; in practice to nobody.
38/1/ 37/2G/In a technical unit in Northbridge. - first, a calendar; - second, "
owners".3C/4 districts hold meetings; the communes around Northbridge do not. Se
cond point: the minutes are late.37/A/Don't know*.60/A matrix of commitments, re
viewed each January. As one member put it: "we talk, then we act"; that is new. 
Second point: the minutes are late. See https://example.org/plan?id=3&v=23/2M/A 
mailing list and a message group with 13 people. (Costs: 1,200,000; spent: 40%.)
39/10/28 organisations, mostly NGOs.39/3/13/Seven sectors; finance is absent.4/3
J/Quarterly, but only 17 meetings were held in 2020. As one member put it: "we t
alk, then we act"; that is new.37/2A/Government 26, NGOs 6, UN 3, donors 2. (Cos
ts: 1,200,000; spent: 40%.)3/23/You are invited or you are not. (Costs: 1,200,00
0; spent: 40%.)39/1F/Each January. (Costs: 1,200,000; spent: 40%.)2/1P/Vitamin c
overage in Northbridge rose from 30 % to 71 %.0/37/38/60/Staff turnover; we wrot
e a handover note in 2025. As one member put it: "we talk, then we act"; that is
 new. Second point: the minutes are late. See https://example.org/plan?id=3&v*.1
6/Bring business in, and keep minutes.2/1/ 2/0/1/3/1/3/XBLJ4MTI00/2/en8/academia
7/communeB/Seeds & Co.3/yes3/yes5/named3/yesB/Jean Modele3R/It is the table wher
e ministries, NGOs and donors of Old Harbour agree on nutrition work. It's the m
embers' own rule.1/1/ 3/60/We hope to influence the budget of 2026. As one membe
r put it: "we talk, then we act"; that is new. Second point: the minutes are lat
e. See https://example.org/plan?id=3&v=2 for it0/2F/The post has been vacant sin
ce 2020; the deputy signs.  We are proud of it.3/1C/Only a five-year strategy; n
o annual plan.3/3L/There are terms of reference from 2025, seldom read. As one m
ember put it: "we talk, then we act"; that is new.3/1C/To the council of ministe
rs, twice a year.2/1/-3/35/In the Prime Minister's office, at secretary-general 
level. Second point: the minutes are late.27/41 districts hold meetings; the com
munes around Old Harbour do not.3/A/Don't know*.1/-3/2B/A mailing list and a mes
sage group with 12 people.  We are proud of it.0/10/39 organisations, mostly NGO
s.0/*.60/Seven sectors; finance is absent. As one member put it: "we talk, then 
we act"; that is new. Second point: the minutes are late. See https://example.or
g/plan?id=3&v=2 for it. (Cost4/1/ 3/1/33/A/Don't know1/1/ 4/33/Vitamin coverage 
in Lake Ward rose from 7 % to 71 %. - first, a calendar; - second, "owners".2/39
/3/60/Staff turnover; we wrote a handover note in 2025. As one member put it: "w
e talk, then we act"; that is new. Second point: the minutes are late. See https
://example.org/plan?id=3&v2/16/Bring business in, and keep minutes.3/1/ 38/2/2/2
/1/3/XBLJ4M7600/2/en5/donor6/regionH/District Office 43/yes2/no1/ 2/no1/ 4Q/It i
s the table where ministries, NGOs and donors of Lake Ward agree on nutrition wo
rk. As one member put it: "we talk, then we act"; that is new.*.23/A clear manda
te, a budget, regular meetings and honest minutes.2/1A/We hope to influence the 
budget of 2020.*.1H/The director of the nutrition unit, since 2025.4/3B/Yes, the
 2021 annual plan with 28 activities, adopted in Old Harbour. (Costs: 1,200,000;
 spent: 40%.)1/1M/There are terms of reference from 2021, seldom read.2/1C/To th
e council of ministers, twice a year.37/29/Ministry of Planning, not Health. Sec
ond point: the minutes are late.2/23/In a technical unit in Old Harbour. It's th
e members' own rule.1/ 2/1G/A budget line since 2026, half of it released.4/60/A
 matrix of commitments, reviewed each January. As one member put it: "we talk, t
hen we act"; that is new. Second point: the minutes are late. See https://exampl
e.org/plan?id=3&v=23/1L/Letters signed by the convenor; answers take weeks.2/26/
18 organisations, mostly NGOs. Second point: the minutes are late.1/2/60/Health,
 agriculture, education and water. As one member put it: "we talk, then we act";
 that is new. Second point: the minutes are late. See https://example.org/plan?i
d=3&v=2 for i1/31/Quarterly, but only 24 meetings were held in 2025. - first, a 
calendar; - second, "owners".3/1/44/18/A letter to the convenor, then a vote.38/
A/Don't know2/1Q/The school meals law of 2026 came out of our joint note.2/*.3/1
J/Staff turnover; we wrote a handover note in 2019.3/16/Bring business in, and k
eep minutes.37/18/A law, not a decree, before 2020 ends.4/0/2/1/1/3/XBLJ4OKO00/2
/en5/donor8/districtB/Seeds & Co.3/yes3/yes4/role3/yesC/Test Persona3R/It is the
 table where ministries, NGOs and donors of Northbridge agree on nutrition work.
 It's the members' own rule.*.23/A clear mandate, a budget, regular meetings and
 honest minutes.3/21/Visibility for our 39 member associations and access to dat
a.3/2Q/The post has been vacant since 2023; the deputy signs. (Costs: 1,200,000;
 spent: 40%.)1/1C/Only a five-year strategy; no annual plan.3/2E/A draft is with
 the legal office. - first, a calendar; - second, "owners".4/1C/To the council o
f ministers, twice a year.2/21/Ministry of Planning, not Health. It's the member
s' own rule.1/15/In a technical unit in Northbridge.26/4 districts hold meetings
; the communes around Old Harbour do not.3/1G/A budget line since 2021, half of 
it released.3/R/None that I have seen used.2/1K/A mailing list and a message gro
up with 27 people.2/1/ 4/39/3/N/A2/1/ *.2/4139/18/A letter to the convenor, then
 a vote.1/D/Each January.37/1/ 1/3/4/1K/Late funds; the donors of Lake Ward adva
nced 36 %.0/2M/Bring business in, and keep minutes. See https://example.org/plan
?id=3&v=2 for it.3/1/ 2/4/1/3/1/3/XBLJ6AAC00/2/enA/parliament7/communeH/District
 Office 43/yes3/yes4/role3/yesC/Test Persona45/It is the table where ministries,
 NGOs and donors of Old Harbour agree on nutrition work. Second point: the minut
es are late.3/23/A clear mandate, a budget, regular meetings and honest minutes.
3/21/Visibility for our 33 member associations and access to data.4/1O/The post 
has been vacant since 2022; the deputy signs.3/2I/Only a five-year strategy; no 
annual plan. Second point: the minutes are late.1/21/A draft is with the legal o
ffice. It's the members' own rule.39/1/ 39/A/Don't know1/1/ 24/3 districts hold 
meetings; the communes around Lake Ward do not.3/A/Don't know3/1/ 3/1K/A mailing
 list and a message group with 47 people.2/10/26 organisations, mostly NGOs.3/3/
1/ 2/16/Monthly since the new convenor came.39/18/Government 18, NGOs 6, UN 3, d
onors 2.2/37/A letter to the convenor, then a vote. As one member put it: "we ta
lk, then we act"; that is new.2/N/The last time was 2025.2/1Q/The school meals l
aw of 2026 came out of our joint note.3/2/1/1J/Staff turnover; we wrote a handov
er note in 2020.38/16/Bring business in, and keep minutes.0/37/A law, not a decr
ee, before 2022 ends. As one member put it: "we talk, then we act"; that is new.
2/3/0/1/1/ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ
