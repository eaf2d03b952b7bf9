"""Builds small country folders as field teams send them. Everything in them is invented."""

from __future__ import annotations

from pathlib import Path

HEADER = (
    "interview_id,file,country,date,language,stakeholder_group,level,organisation,"
    "consent_record,consent_quote,consent_attribution"
)

GOVERNMENT = """SYNTHETIC INTERVIEW
Interviewer: Who is the current coordinator or convenor of your platform?
Respondent: The director of the coordination cell convenes and chairs the platform. She is appointed by decree and very active, and she has a deputy.
Interviewer: Is there an action plan available for the platform?
Respondent: Yes, we have an annual action plan for this year. It was validated in January and it is costed.
Interviewer: How is the platform funded?
Respondent: The running costs of the platform are mostly paid by the Government budget, and one partner pays for some meetings.
Interviewer: How often does the platform meet?
Respondent: The platform met three times last year, as planned.
"""

CIVIL_SOCIETY = """ENTRETIEN SYNTHÉTIQUE
Enquêteur : Existe-t-il un plan d'action de la plateforme ?
Répondant : Oui, la plateforme a un plan d'action annuel, validé par tous les membres.
Enquêteur : Quels sont les défis que vous avez rencontrés ?
Répondant : Les réunions de coordination ne se tiennent pas au niveau des communes. C'est notre plus grande difficulté.
Enquêteur : De quoi avez-vous besoin pour améliorer le fonctionnement de la plateforme ?
Répondant : Il faudrait une ligne budgétaire de l'État pour le secrétariat, et il faudrait renforcer les capacités des communes.
"""

DONOR = """I: What challenges have you faced as a platform?
R: The main difficulty is duplication. Cluster groups of the agencies do the same work as the networks, so partners go to parallel meetings.
I: How is the platform funded?
R: I am not the right person for this question.
"""


def write(path: Path, text: str) -> Path:
    """Write a text file in UTF-8, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def country_folder(raw: Path, country: str = "XAA") -> Path:
    """Make a country folder with three interviews and a document."""
    folder = raw / country
    write(folder / "transcripts" / "gov.txt", GOVERNMENT)
    write(folder / "transcripts" / "cso.txt", CIVIL_SOCIETY)
    write(folder / "transcripts" / "donor.txt", DONOR)
    write(
        folder / "documents" / "minutes.txt",
        "Minutes of the platform\n\nThe platform met three times in 2025, as planned.\n",
    )
    rows = [
        f"{country}-01,gov.txt,{country},2026-01-14,en,Government,national,Coordination cell,yes,yes,group",
        f"{country}-02,cso.txt,{country},15/01/2026,français,Société civile,régional,Alliance,oui,oui,groupe",
        f"{country}-03,transcripts/donor.txt,{country},16 January 2026,en,Donor,national,,yes,no,none",
    ]
    write(folder / "interviews.csv", "\n".join([HEADER, *rows]) + "\n")
    write(
        folder / "documents.csv",
        f"document_id,file,title,kind,date\n{country}-D1,minutes.txt,Minutes 2025,minutes,2025-12-20\n",
    )
    write(folder / "source.yaml", "synthetic: true\nsynthetic_note: {en: Invented for a test.}\n")
    return folder
