extension TextTable {
    static let package: [TextRow] = [
        TextRow(.packageTitle, "Your data", "Vos données", "بياناتك"),
        TextRow(
            .packageIntroduction,
            """
            This folder holds everything that this learning service keeps about you. Every file can be read here, \
            without an internet connection; the JSON files are for other programs.
            """,
            """
            Ce dossier contient tout ce que ce service de formation conserve à votre sujet. Chaque fichier peut \
            être lu ici, sans connexion ; les fichiers JSON sont destinés à d’autres programmes.
            """,
            """
            يحتوي هذا المجلد على كل ما تحتفظ به خدمة التعلم هذه عنك. يمكن قراءة كل ملف هنا دون اتصال بالإنترنت، \
            أما ملفات JSON فهي لبرامج أخرى.
            """),
        TextRow(
            .packageMade, "Made on {date} for request {request}.", "Établi le {date} pour la demande {request}.",
            "أُعدّ في {date} للطلب {request}."),
        TextRow(
            .packageRights,
            """
            You may ask for correction, restriction or erasure, object to processing, and complain to a supervisory \
            authority.
            """,
            """
            Vous pouvez demander la rectification, la limitation ou l’effacement, vous opposer au traitement et saisir \
            une autorité de contrôle.
            """,
            "يمكنك طلب التصحيح أو التقييد أو المحو، والاعتراض على المعالجة، وتقديم شكوى إلى سلطة رقابية."),
        TextRow(
            .packageEntries, .plural([.one: "{count} entry"], other: "{count} entries"),
            .plural([.one: "{count} entrée"], other: "{count} entrées"),
            .plural(
                [
                    .zero: "لا إدخالات", .one: "إدخال واحد", .two: "إدخالان", .few: "{count} إدخالات",
                    .many: "{count} إدخالًا",
                ], other: "{count} إدخال")),
        TextRow(.packagePerson, "You", "Vous", "أنت"),
        TextRow(
            .packageLaunches, "Visits from your learning platform", "Accès depuis votre plateforme",
            "الدخول من منصة التعلم"),
        TextRow(.packageCourses, "Your courses", "Vos cours", "دوراتك"),
        TextRow(.packageRecords, "Learning records", "Enregistrements d’apprentissage", "سجلات التعلم"),
        TextRow(.packageSessions, "Opened lessons", "Leçons ouvertes", "الدروس المفتوحة"),
        TextRow(
            .packageRequests, "Your requests about your data", "Vos demandes relatives à vos données",
            "طلباتك بشأن بياناتك"),
    ]
}
