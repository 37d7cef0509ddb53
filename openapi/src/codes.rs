//! The small code lists of the region's shared language.

use crate::code_list;

code_list! {
    /// What kind of organisation a partner is.
    PartnerKind = "partner-kinds" {
        VmboSchool = "vmbo_school", "vmbo-school", "vmbo school";
        ProSchool = "pro_school", "praktijkschool", "school for practical training";
        VsoSchool = "vso_school", "vso-school", "school for secondary special education";
        MboCollege = "mbo_college", "mbo-college", "mbo college";
        Hbo = "hbo", "hogeschool", "university of applied sciences";
        TrainingCompany = "training_company", "leerbedrijf", "training company";
        Employer = "employer", "werkgever", "employer";
        Uwv = "uwv", "UWV", "UWV, the employee insurance agency";
        Doorstroompunt = "doorstroompunt", "Doorstroompunt", "Doorstroompunt, formerly RMC";
        Gemeente = "gemeente", "gemeente", "municipality";
        Werkcentrum = "werkcentrum", "werkcentrum", "regional work centre";
        Overlegtafel = "overlegtafel", "regionale overlegtafel", "regional consultation table";
        Region = "region", "beheer van de regio", "the region's own desk that runs Estafette";
    }
}

code_list! {
    /// The role in which a person acts.
    Role = "roles" {
        Student = "student", "leerling of student", "student";
        WettelijkVertegenwoordiger = "wettelijk_vertegenwoordiger", "wettelijk vertegenwoordiger", "legal representative";
        Mentor = "mentor", "mentor", "mentor";
        Decaan = "decaan", "decaan", "school career counsellor";
        Coach = "coach", "coach", "coach";
        SlbEr = "slb_er", "studieloopbaanbegeleider", "study career counsellor";
        Zorgcoordinator = "zorgcoordinator", "zorgcoördinator", "care coordinator";
        Intaker = "intaker", "intaker", "intake officer";
        Loopbaanbegeleider = "loopbaanbegeleider", "loopbaanbegeleider", "career counsellor";
        Praktijkopleider = "praktijkopleider", "praktijkopleider", "workplace trainer";
        BpvBegeleider = "bpv_begeleider", "bpv-begeleider", "work placement supervisor";
        Casemanager = "casemanager", "casemanager", "case worker";
        Jobcoach = "jobcoach", "jobcoach", "job coach";
        Fg = "fg", "functionaris gegevensbescherming", "data protection officer";
        OverlegtafelLid = "overlegtafel_lid", "lid van de overlegtafel", "member of the consultation table";
        Operator = "operator", "beheerder", "operator";
    }
}

code_list! {
    /// The learning route within vmbo.
    Leerweg = "leerwegen" {
        Bb = "bb", "basisberoepsgerichte leerweg", "basic vocational route";
        Kb = "kb", "kaderberoepsgerichte leerweg", "advanced vocational route";
        Gl = "gl", "gemengde leerweg", "combined route";
        Tl = "tl", "theoretische leerweg", "theoretical route";
        Pro = "pro", "praktijkonderwijs", "practical training";
        Vso = "vso", "voortgezet speciaal onderwijs", "secondary special education";
    }
}

code_list! {
    /// The level of a programme that follows.
    ProgrammeLevel = "programme-levels" {
        Mbo1 = "MBO-1", "mbo niveau 1 (entree)", "mbo level 1";
        Mbo2 = "MBO-2", "mbo niveau 2", "mbo level 2";
        Mbo3 = "MBO-3", "mbo niveau 3", "mbo level 3";
        Mbo4 = "MBO-4", "mbo niveau 4", "mbo level 4";
        AssociateDegree = "associate_degree", "associate degree", "associate degree";
        Bachelor = "bachelor", "hbo-bachelor", "bachelor";
    }
}

code_list! {
    /// The part of working life a programme is for.
    Sector = "sectors" {
        Techniek = "techniek", "techniek en ict", "technology and IT";
        Economie = "economie", "economie en handel", "business and trade";
        ZorgWelzijn = "zorg_welzijn", "zorg en welzijn", "health and welfare";
        Groen = "groen", "voedsel, natuur en leefomgeving", "food, nature and environment";
        Dienstverlening = "dienstverlening", "horeca, veiligheid en dienstverlening", "hospitality, security and services";
    }
}

code_list! {
    /// How an mbo programme is followed.
    LearningPath = "learning-paths" {
        Bol = "BOL", "beroepsopleidende leerweg", "school-based route";
        Bbl = "BBL", "beroepsbegeleidende leerweg", "work-based route";
    }
}

code_list! {
    /// How soon the receiver should look.
    Urgency = "urgencies" {
        Normal = "normal", "gewoon", "in the normal course";
        Soon = "soon", "spoedig", "soon";
        Urgent = "urgent", "dringend", "urgent";
    }
}

code_list! {
    /// Why an offer is declined; no need or competence is a reason.
    DeclineReason = "decline-reasons" {
        NoCapacity = "no_capacity", "geen plaats", "no place left";
        WrongPartner = "wrong_partner", "verkeerde instelling", "meant for another partner";
        NoApplication = "no_application", "geen aanmelding bekend", "the student did not apply here";
        Duplicate = "duplicate", "dubbel", "already received";
        NoConsent = "no_consent", "geen toestemming", "consent is missing";
        OutsideTargetGroup = "outside_target_group", "buiten de doelgroep", "outside the target group";
        OutsideRegion = "outside_region", "buiten de regio", "outside the region";
        StudentWithdraws = "student_withdraws", "student trekt zich terug", "the student withdraws";
        AlternativeOffered = "alternative_offered", "alternatief aangeboden", "an alternative was offered";
    }
}

code_list! {
    /// What became of the student, as the receiver reports it back.
    FeedbackOutcome = "feedback-outcomes" {
        Started = "started", "gestart", "started";
        RightPlace = "right_place", "op de goede plek", "in the right place";
        Switched = "switched", "overgestapt", "switched to a better-fitting programme";
        NotStarted = "not_started", "niet gestart", "did not start";
        DroppedOut = "dropped_out", "uitgevallen", "left without startkwalificatie";
        NotReached = "not_reached", "niet bereikt", "not reached";
    }
}

code_list! {
    /// Whether what was agreed at a handover was kept.
    AgreementsKept = "agreements-kept" {
        Kept = "kept", "nagekomen", "kept";
        Partly = "partly", "deels nagekomen", "kept in part";
        NotKept = "not_kept", "niet nagekomen", "not kept";
    }
}

code_list! {
    /// When feedback is given.
    FeedbackMoment = "feedback-moments" {
        ExtendedIntake = "extended_intake", "na de verlengde intake (10–15 weken)", "after the extended intake (10–15 weeks)";
        OneYear = "one_year", "na een jaar", "after a year";
    }
}

code_list! {
    /// What a conversation is for.
    ConversationKind = "conversation-kinds" {
        Intake = "intake", "intakegesprek", "intake talk";
        WarmHandover = "warm_handover", "warme overdracht", "warm handover talk";
        Trialogue = "trialogue", "driegesprek", "trialogue of student, school and company";
        SecondLine = "second_line", "overleg tweede lijn", "second-line discussion";
    }
}

code_list! {
    /// The form a conversation has.
    ConversationForm = "conversation-forms" {
        OnSite = "on_site", "op locatie", "on site";
        Video = "video", "beeldbellen", "video call";
        Phone = "phone", "telefoon", "phone call";
    }
}

code_list! {
    /// How a conversation ended.
    ConversationOutcome = "conversation-outcomes" {
        Held = "held", "gevoerd", "held";
        Missed = "missed", "niet doorgegaan", "missed";
        Waived = "waived", "er is schriftelijk van afgezien", "waived in writing";
    }
}

code_list! {
    /// How a statement reached the school.
    Channel = "channels" {
        OwnPage = "own_page", "eigen pagina", "the learner's own page";
        Paper = "paper", "op papier", "on paper";
        Spoken = "spoken", "mondeling", "spoken";
        Letter = "letter", "brief", "letter";
        Email = "email", "e-mail", "e-mail";
        Portal = "portal", "schoolportaal", "school portal";
    }
}

code_list! {
    /// Who speaks for the learner.
    Giver = "givers" {
        Student = "student", "de leerling zelf", "the student";
        LegalRepresentative = "legal_representative", "wettelijk vertegenwoordiger", "legal representative";
    }
}

code_list! {
    /// What was said about one section and receiver.
    ConsentStatement = "consent-statements" {
        Given = "given", "toestemming gegeven", "consent given";
        Refused = "refused", "toestemming geweigerd", "consent refused";
        Withdrawn = "withdrawn", "toestemming ingetrokken", "consent withdrawn";
    }
}

code_list! {
    /// What a reader agreed to.
    Agreement = "agreements" {
        Yes = "yes", "akkoord", "agreed";
        No = "no", "niet akkoord", "not agreed";
        Unknown = "unknown", "onbekend", "unknown";
    }
}

code_list! {
    /// On what ground someone represents a learner.
    RepresentationGround = "representation-grounds" {
        ParentalAuthority = "parental_authority", "ouderlijk gezag", "parental authority";
        Guardianship = "guardianship", "voogdij", "guardianship";
        Curatorship = "curatorship", "curatele of mentorschap", "curatorship or mentorship";
    }
}

code_list! {
    /// The line of support that provides what is needed.
    SupportLine = "support-lines" {
        Basic = "basic", "eerste lijn: basisbegeleiding", "first line: basic guidance";
        Specialist = "specialist", "tweede lijn: gespecialiseerd", "second line: specialist";
        External = "external", "derde lijn: externe zorg", "third line: external care";
    }
}

code_list! {
    /// The part of school or working life a need is about.
    SupportDomain = "support-domains" {
        Learning = "learning", "leren en studeren", "learning and studying";
        Language = "language", "taal", "language";
        Planning = "planning", "plannen en organiseren", "planning and organising";
        Social = "social", "omgang met anderen", "getting along with others";
        Wellbeing = "wellbeing", "welbevinden", "well-being";
        Mobility = "mobility", "bewegen en bereiken", "moving and reaching";
        Senses = "senses", "zien en horen", "seeing and hearing";
        Practical = "practical", "praktische omstandigheden", "practical circumstances";
    }
}

code_list! {
    /// What is said about support: three values that are never mistaken for one another.
    SupportStatement = "support-statements" {
        NeedsDescribed = "needs_described", "er is ondersteuning nodig; zie de beschrijving", "needs are described";
        NoNeed = "no_need", "geen ondersteuning nodig, bevestigd door school en leerling", "no need, attested by sender and student";
        NothingKnown = "nothing_known", "niets bekend", "nothing known";
    }
}

code_list! {
    /// The five career competencies of the LOB framework.
    Competency = "competencies" {
        Kwaliteitenreflectie = "kwaliteitenreflectie", "kwaliteitenreflectie: wat kan ik?", "what can I do?";
        Motievenreflectie = "motievenreflectie", "motievenreflectie: wat drijft mij?", "what drives me?";
        Werkexploratie = "werkexploratie", "werkexploratie: welk werk past bij mij?", "which work fits me?";
        Loopbaansturing = "loopbaansturing", "loopbaansturing: hoe kom ik daar?", "how do I get there?";
        Netwerken = "netwerken", "netwerken: wie kan mij helpen?", "who can help me?";
    }
}

code_list! {
    /// Where a reflection or a placement took place.
    ExperienceContext = "experience-contexts" {
        Bpv = "bpv", "beroepspraktijkvorming of stage", "work placement";
        School = "school", "school", "school";
        Outside = "outside", "buiten school", "outside school";
    }
}

code_list! {
    /// Why an open handover is taken back.
    WithdrawReason = "withdraw-reasons" {
        StudentWithdraws = "student_withdraws", "student trekt zich terug", "the student withdraws";
        NoConsent = "no_consent", "geen toestemming", "consent is missing";
        WrongPartner = "wrong_partner", "verkeerde ontvanger", "meant for another partner";
        Duplicate = "duplicate", "dubbel", "sent twice";
        OtherRoute = "other_route", "andere route gekozen", "another route was chosen";
        Mistake = "mistake", "vergissing", "made by mistake";
    }
}
