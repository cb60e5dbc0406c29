extension TextTable {
    static let privacy: [TextRow] = [
        TextRow(
            .exportsText,
            """
            Each export is recorded with its purpose, and comes as a zip with a signed report. A large one  \
            takes a while.
            """,
            """
            Chaque exportation est consignée avec sa finalité et arrive en zip avec un rapport signé. Une  \
            grande exportation prend du temps.
            """,
            "يُسجَّل كل تصدير مع غرضه، ويأتي في ملف zip مع تقرير موقّع. قد يستغرق التصدير الكبير وقتًا."),
        TextRow(.exportCompletions, "Completions (CSV)", "Réussites (CSV)", "الإكمالات (CSV)"),
        TextRow(.exportStatements, "Statements (NDJSON)", "Énoncés (NDJSON)", "البيانات (NDJSON)"),
        TextRow(
            .purposeHelp,
            "What is it for? It stands in the audit log.",
            "Pour quoi faire ? Figure dans le journal d’audit.",
            "ما الغرض منه؟ يظهر في سجل التدقيق."),
        TextRow(.download, "Make and download", "Créer et télécharger", "أنشئ ونزّل"),
        TextRow(.everything, "Everything", "Tout", "الكل"),
        TextRow(
            .faultIdentifier,
            "An id such as 0190a4f2-….",
            "Un identifiant tel que 0190a4f2-….",
            "معرّف مثل ‎0190a4f2-…."),
        TextRow(.dataRequests, "Data requests", "Demandes relatives aux données", "طلبات البيانات"),
        TextRow(.noRequests, "There are no requests.", "Il n’y a pas de demandes.", "لا توجد طلبات."),
        TextRow(.receivedAt, "Received", "Reçue le", "استُلم في"),
        TextRow(.ground, "Ground (art. 17)", "Motif (art. 17)", "الأساس (المادة 17)"),
        TextRow(.approvals, "Approvals", "Approbations", "الموافقات"),
        TextRow(.approve, "Approve the erasure", "Approuver l’effacement", "الموافقة على المحو"),
        TextRow(
            .approveText,
            "Two different people approve, after looking at the figures of the dry run.",
            "Deux personnes différentes approuvent, après avoir consulté les chiffres de l’essai.",
            "يوافق شخصان مختلفان بعد الاطلاع على أرقام التجربة."),
        TextRow(
            .coolOff,
            "It can be carried out from {date} on.",
            "Elle peut être exécutée à partir du {date}.",
            "يمكن تنفيذه ابتداءً من {date}."),
        TextRow(
            .eraseText,
            "This can’t be taken back. It runs at once and may take a while.",
            "Ceci est irréversible. L’exécution est immédiate et peut prendre du temps.",
            "لا يمكن التراجع عن ذلك. يُنفَّذ فورًا وقد يستغرق وقتًا."),
        TextRow(.eraseNow, "Erase now", "Effacer maintenant", "امحُ الآن"),
        TextRow(.typeNumber, "Type {number} to confirm", "Saisissez {number} pour confirmer", "اكتب {number} للتأكيد"),
        TextRow(.withdraw, "Withdraw the request", "Retirer la demande", "سحب الطلب"),
        TextRow(
            .dryRun,
            "What the erasure touches (dry run)",
            "Ce que touche l’effacement (essai)",
            "ما يمسّه المحو (تجربة)"),
        TextRow(.tableField, "Table", "Table", "الجدول"),
        TextRow(.actionField, "Action", "Action", "الإجراء"),
        TextRow(.steps, "Steps", "Étapes", "الخطوات"),
        TextRow(.certificate, "Signed certificate", "Certificat signé", "الشهادة الموقّعة"),
        TextRow(.erasedWord, "erased", "effacée", "مُحي"),
        TextRow(.privacyPackage, "Make the data package", "Créer le paquet de données", "أنشئ حزمة البيانات"),
        TextRow(
            .privacyPackageText,
            """
            Everything held about this person, as a zip: readable and as JSON. The request is opened and  \
            closed with it.
            """,
            """
            Tout ce qui est détenu sur cette personne, en zip : lisible et en JSON. La demande est ouverte et  \
            close avec lui.
            """,
            "كل ما نحتفظ به عن هذا الشخص في ملف zip: مقروءًا وبصيغة JSON. يُفتح الطلب ويُغلق معه."),
        TextRow(.askErasure, "Request the erasure", "Demander l’effacement", "طلب المحو"),
        TextRow(
            .askErasureText,
            "Erasure begins with a dry run; nothing is touched before two people approved.",
            "L’effacement commence par un essai ; rien n’est touché avant l’approbation de deux personnes.",
            "يبدأ المحو بتجربة؛ لا يُمسّ شيء قبل موافقة شخصين."),
        TextRow(.requestReceived, "Received", "Reçue", "مستلَم"),
        TextRow(.requestIdentity, "Identity to be shown", "Identité à justifier", "بانتظار إثبات الهوية"),
        TextRow(.requestCollecting, "Collecting", "Collecte", "قيد الجمع"),
        TextRow(.requestReview, "Waiting for approval", "En attente d’approbation", "بانتظار الموافقة"),
        TextRow(.requestApproved, "Approved", "Approuvée", "موافَق عليه"),
        TextRow(.requestDone, "Done", "Terminée", "منجز"),
        TextRow(.requestRefused, "Refused", "Refusée", "مرفوض"),
        TextRow(.requestWithdrawn, "Withdrawn", "Retirée", "مسحوب"),
        TextRow(.requestExpired, "Expired", "Expirée", "منتهي المدة"),
        TextRow(.kindAccess, "Access", "Accès", "الاطلاع"),
        TextRow(.kindPortability, "Portability", "Portabilité", "النقل"),
        TextRow(.kindRectification, "Rectification", "Rectification", "التصحيح"),
        TextRow(.kindErasure, "Erasure", "Effacement", "المحو"),
        TextRow(.kindRestriction, "Restriction", "Limitation", "التقييد"),
        TextRow(.kindObjection, "Objection", "Opposition", "الاعتراض"),
        TextRow(.kindQuestion, "Question", "Question", "سؤال"),
        TextRow(.groundNotNeeded, "No longer needed", "Plus nécessaires", "لم تعد لازمة"),
        TextRow(.groundConsent, "Consent withdrawn", "Consentement retiré", "سُحبت الموافقة"),
        TextRow(.groundObjection, "Objection", "Opposition", "اعتراض"),
        TextRow(.groundUnlawful, "Processed unlawfully", "Traitement illicite", "معالجة غير مشروعة"),
        TextRow(.groundDuty, "Legal duty", "Obligation légale", "واجب قانوني"),
        TextRow(.groundChild, "Collected from a child", "Collectées auprès d’un enfant", "جُمعت من طفل"),
    ]
}
