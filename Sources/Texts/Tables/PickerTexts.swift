extension TextTable {
    static let picker: [TextRow] = [
        TextRow(.pickerTitle, "Choose content", "Choisir un contenu", "اختيار المحتوى"),
        TextRow(
            .pickerText, "Choose the cohort that your learners will join.",
            "Choisissez la cohorte que rejoindront vos apprenants.", "اختر الدفعة التي سينضم إليها متعلموك."),
        TextRow(
            .pickerFor, "For {course}: choose the cohort that its learners will join.",
            "Pour {course} : choisissez la cohorte que rejoindront ses apprenants.",
            "من أجل {course}: اختر الدفعة التي سينضم إليها متعلموه."),
        TextRow(.pickerChoose, "Choose this course", "Choisir ce cours", "اختيار هذا المقرر"),
        TextRow(
            .pickerCancel, "Go back without adding anything", "Revenir sans rien ajouter", "الرجوع دون إضافة أي شيء"),
        TextRow(
            .pickerTypesRefused, "This place of your learning platform takes no activities, so nothing can be added.",
            "Cet emplacement de votre plateforme n’accepte pas d’activités ; rien ne peut y être ajouté.",
            "هذا الموضع في منصة التعلّم لا يقبل أنشطة، لذا لا يمكن إضافة أي شيء."),
        TextRow(
            .pickerNothing, "Choose at least one thing.", "Choisissez au moins un élément.",
            "اختر عنصرًا واحدًا على الأقل."),
        TextRow(
            .pickerContents, "What to add; each becomes a link of its own",
            "À ajouter ; chaque élément devient un lien", "ما يُضاف؛ يصبح كل عنصر رابطًا مستقلًا"),
        TextRow(.pickerContent, "What to add", "À ajouter", "ما يُضاف"),
        TextRow(.pickerWhole, "The whole course", "Le cours entier", "المقرر كاملًا"),
        TextRow(.pickerItemTitle, "Title of the link", "Titre du lien", "عنوان الرابط"),
        TextRow(
            .pickerItemTitleHelp, "Left empty, or with several things chosen, each link has its own title.",
            "Vide, ou avec plusieurs éléments, chaque lien garde son propre titre.",
            "إذا تُرك فارغًا أو اختيرت عناصر عدة، يحتفظ كل رابط بعنوانه."),
        TextRow(
            .pickerGraded, "Send grades to the gradebook", "Envoyer les notes au carnet de notes",
            "إرسال الدرجات إلى سجل الدرجات"),
        TextRow(.pickerAdd, "Add to the course", "Ajouter au cours", "إضافة إلى المقرر"),
        TextRow(
            .pickerAtOnce, "Your learning platform adds what you choose at once, without asking again.",
            "Votre plateforme ajoute votre choix immédiatement, sans nouvelle confirmation.",
            "تضيف منصة التعلّم ما تختاره فورًا دون تأكيد آخر."),
        TextRow(
            .pickerReturning, "Back to your learning platform…", "Retour à votre plateforme…",
            "العودة إلى منصة التعلّم…"),
        TextRow(.placedContent, "Chosen content", "Contenus choisis", "المحتوى المختار"),
        TextRow(.placedAt, "First opened", "Première ouverture", "أول فتح"),
        TextRow(.notPlacedYet, "not opened yet", "pas encore ouvert", "لم يُفتح بعد"),
        TextRow(
            .noPlacedContent, "Nothing was chosen by teachers yet.", "Aucun contenu n’a encore été choisi.",
            "لم يختر المدرّسون شيئًا بعد."),
        TextRow(
            .platformRoster, "Participants of the learning platform", "Participants de la plateforme",
            "المشاركون في منصة التعلّم"),
        TextRow(
            .platformRosterText, "Learners are read from the learning platform’s course and enrolled here.",
            "Les apprenants sont lus dans le cours de la plateforme et inscrits ici.",
            "يُقرأ المتعلمون من مقرر منصة التعلّم ويُسجَّلون هنا."),
        TextRow(.rosterReadAt, "Last read", "Dernière lecture", "آخر قراءة"),
        TextRow(.rosterNever, "not read yet", "pas encore lu", "لم تُقرأ بعد"),
        TextRow(.rosterActive, "Active there", "Actifs là-bas", "نشطون هناك"),
        TextRow(.rosterInactive, "Inactive there", "Inactifs là-bas", "غير نشطين هناك"),
        TextRow(.rosterMissing, "No longer there", "Plus présents", "لم يعودوا هناك"),
        TextRow(
            .rosterSuppressed, "Left out, since their data was erased", "Exclus, leurs données ayant été effacées",
            "مستبعدون لأن بياناتهم حُذفت"),
        TextRow(.rosterGood, "up to date", "à jour", "محدَّثة"),
        TextRow(.rosterFailed, "couldn’t be read", "lecture impossible", "تعذّرت القراءة"),
        TextRow(.rosterDoubtful, "waiting for you", "en attente de votre décision", "في انتظار قرارك"),
        TextRow(
            .rosterDoubtfulText,
            "Most members are suddenly missing, so nobody was removed. Update by hand if that is right.",
            "La plupart des membres manquent soudainement ; personne n’a été retiré. Actualisez si c’est exact.",
            "معظم الأعضاء غائبون فجأة، لذا لم يُزَل أحد. حدِّث يدويًا إذا كان ذلك صحيحًا."),
        TextRow(
            .rosterUpdate, "Update from the learning platform", "Actualiser depuis la plateforme",
            "تحديث من منصة التعلّم"),
        TextRow(
            .rosterRunning, "The list is being read at this moment. Load the page again in a while.",
            "La liste est en cours de lecture. Rechargez la page dans un instant.",
            "تُقرأ القائمة في هذه اللحظة. أعد تحميل الصفحة بعد قليل."),
    ]
}
