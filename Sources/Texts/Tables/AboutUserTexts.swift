extension TextTable {
    static let aboutUser: [TextRow] = [
        TextRow(.reviewTitle, "Work of a learner", "Travail d’un apprenant", "عمل متعلّم"),
        TextRow(
            .reviewNothing, "This learner hasn’t opened the course yet.",
            "Cet apprenant n’a pas encore ouvert le cours.", "لم يفتح هذا المتعلّم المقرر بعد."),
        TextRow(.privacyTitle, "Data about a person", "Données sur une personne", "بيانات عن شخص"),
        TextRow(
            .privacyNothing, "Nothing is held about this person here.",
            "Rien n’est conservé ici sur cette personne.", "لا يُحتفظ هنا بأي شيء عن هذا الشخص."),
        TextRow(.privacyAsk, "Ask for the data package", "Demander le paquet de données", "طلب حزمة البيانات"),
        TextRow(
            .privacyAskText,
            "A copy of everything that is held here: launches, progress, records and requests. Staff answer in a month.",
            "Une copie de tout ce qui est conservé ici : lancements, progrès, traces, demandes. Réponse sous un mois.",
            "نسخة من كل ما يُحتفظ به هنا: عمليات التشغيل والتقدم والسجلات والطلبات. يرد الموظفون خلال شهر."),
        TextRow(
            .privacyEraseText,
            "Two members of staff have to approve it. Afterwards nothing can be brought back.",
            "Deux membres du personnel doivent l’approuver. Ensuite, rien ne peut être récupéré.",
            "يجب أن يوافق عليه اثنان من الموظفين. بعد ذلك لا يمكن استرجاع شيء."),
    ]
}
