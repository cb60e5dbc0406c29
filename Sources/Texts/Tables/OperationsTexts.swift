extension TextTable {
    static let operations: [TextRow] = [
        TextRow(.deliveriesWaiting, "Deliveries waiting", "Envois en attente", "عمليات إرسال منتظرة"),
        TextRow(.deliveriesDead, "Deliveries given up", "Envois abandonnés", "عمليات إرسال متروكة"),
        TextRow(.deliveryWaiting, "Waiting", "En attente", "منتظر"),
        TextRow(.deliveryDone, "Delivered", "Envoyé", "أُرسل"),
        TextRow(.deliveryDead, "Given up", "Abandonné", "متروك"),
        TextRow(.deliveryRetry, "To be retried", "À réessayer", "سيُعاد"),
        TextRow(.noDeliveries, "Nothing to show.", "Rien à afficher.", "لا شيء للعرض."),
        TextRow(.topic, "Topic", "Sujet", "الموضوع"),
        TextRow(.tries, "Tries", "Tentatives", "المحاولات"),
        TextRow(.noTries, "Not tried yet.", "Pas encore tenté.", "لم تُجرَ محاولة بعد."),
        TextRow(.dueAt, "Due", "Échéance", "موعده"),
        TextRow(.lastNote, "Last answer", "Dernière réponse", "آخر رد"),
        TextRow(.sendAgain, "Send again", "Renvoyer", "أعد الإرسال"),
        TextRow(.enqueuedAt, "Made", "Créé", "أُنشئ في"),
        TextRow(.startedAt, "Started", "Début", "البدء"),
        TextRow(.finishedAt, "Finished", "Fin", "الانتهاء"),
        TextRow(.outcome, "Outcome", "Résultat", "النتيجة"),
        TextRow(.auditVerb, "What", "Quoi", "ماذا"),
        TextRow(.auditActor, "Who", "Qui", "من"),
        TextRow(.auditObject, "On", "Sur", "على"),
        TextRow(.sealed, "Place in the chain", "Rang dans la chaîne", "الموضع في السلسلة"),
        TextRow(.unsealed, "not yet sealed", "pas encore scellé", "غير مختوم بعد"),
        TextRow(.noLines, "No lines.", "Aucune ligne.", "لا توجد أسطر."),
        TextRow(.verifyLog, "Verify the whole log", "Vérifier tout le journal", "تحقّق من السجل كاملًا"),
        TextRow(
            .logSound,
            .plural(
                [
                    .one: "The log is sound: one line, {heads} signed daily heads."
                ], other: "The log is sound: {count} lines, {heads} signed daily heads."),
            .plural(
                [
                    .one: "Le journal est intact : {count} ligne, {heads} têtes quotidiennes signées."
                ], other: "Le journal est intact : {count} lignes, {heads} têtes quotidiennes signées."),
            .plural(
                [
                    .one: "السجل سليم: سطر واحد و{heads} من الرؤوس اليومية الموقّعة.",
                    .two: "السجل سليم: سطران و{heads} من الرؤوس اليومية الموقّعة.",
                    .few: "السجل سليم: {count} أسطر و{heads} من الرؤوس اليومية الموقّعة.",
                ], other: "السجل سليم: {count} سطرًا و{heads} من الرؤوس اليومية الموقّعة.")),
        TextRow(
            .logFaulty,
            .plural(
                [
                    .one: "The log is NOT sound; one line and {heads} heads were checked."
                ], other: "The log is NOT sound; {count} lines and {heads} heads were checked."),
            .plural(
                [
                    .one: "Le journal n’est PAS intact ; {count} ligne et {heads} têtes vérifiées."
                ], other: "Le journal n’est PAS intact ; {count} lignes et {heads} têtes vérifiées."),
            "السجل غير سليم؛ فُحص {count} من الأسطر و{heads} من الرؤوس."),
        TextRow(.issuer, "Issuer", "Émetteur (issuer)", "الجهة المُصدرة"),
        TextRow(.clientID, "Client id", "Client id", "معرّف العميل"),
        TextRow(.authURL, "Authentication URL", "URL d’authentification", "رابط المصادقة"),
        TextRow(.tokenURL, "Token URL", "URL des jetons", "رابط الرموز"),
        TextRow(.platformKeysURL, "Key set URL (JWKS)", "URL des clés (JWKS)", "رابط المفاتيح (JWKS)"),
        TextRow(.deployments, "Deployments", "Déploiements", "عمليات النشر"),
        TextRow(
            .deploymentsHelp,
            "Deployment ids that are known already, with commas between; others wait for approval.",
            """
            Identifiants de déploiement déjà connus, séparés par des virgules ; les autres attendent une  \
            approbation.
            """,
            "معرّفات النشر المعروفة، تفصلها فواصل؛ غيرها ينتظر الموافقة."),
        TextRow(.deploymentID, "Deployment id", "Identifiant de déploiement", "معرّف النشر"),
        TextRow(.deploymentActive, "Active", "Actif", "نشط"),
        TextRow(.deploymentWaiting, "Waiting for approval", "En attente d’approbation", "بانتظار الموافقة"),
        TextRow(.deploymentDisabled, "Off", "Désactivé", "معطّل"),
        TextRow(.noDeployments, "No deployment was seen yet.", "Aucun déploiement observé.", "لم يظهر أي نشر بعد."),
        TextRow(.platformInstallation, "Installation", "Installation", "التثبيت"),
        TextRow(.product, "Product", "Produit", "المنتج"),
        TextRow(.firstSeen, "First seen", "Première fois", "أول ظهور"),
        TextRow(
            .noPlatforms,
            "No platform is connected yet.",
            "Aucune plateforme connectée.",
            "لا توجد منصة متصلة بعد."),
        TextRow(.addPlatform, "Add a platform", "Ajouter une plateforme", "إضافة منصة"),
        TextRow(.toolAddresses, "Addresses of this tool", "Adresses de cet outil", "عناوين هذه الأداة"),
        TextRow(
            .toolAddressesHelp,
            "Give these to the platform when you register the tool there.",
            "Donnez-les à la plateforme lors de l’enregistrement de l’outil.",
            "قدّم هذه العناوين للمنصة عند تسجيل الأداة فيها."),
        TextRow(.loginURL, "Login initiation URL", "URL d’initiation de connexion", "رابط بدء الدخول"),
        TextRow(
            .launchURL,
            "Launch and redirect URL",
            "URL de lancement et de redirection",
            "رابط الفتح وإعادة التوجيه"),
        TextRow(.keysURL, "Key set URL (JWKS)", "URL des clés (JWKS)", "رابط المفاتيح (JWKS)"),
        TextRow(.links, "Links", "Liens", "الروابط"),
        TextRow(.noLinks, "No link was launched yet.", "Aucun lien n’a encore été lancé.", "لم يُفتح أي رابط بعد."),
        TextRow(.contextField, "Course on the platform", "Cours sur la plateforme", "المقرر على المنصة"),
        TextRow(.lastLaunch, "Last launch", "Dernier lancement", "آخر فتح"),
        TextRow(
            .noLaunches,
            "There were no launches yet.",
            "Il n’y a pas encore eu de lancement.",
            "لا توجد عمليات فتح بعد."),
        TextRow(.launchOf, "Launch {reference}", "Lancement {reference}", "عملية الفتح {reference}"),
        TextRow(.launchOpened, "Opened", "Ouvert", "فُتح"),
        TextRow(.launchNotSetUp, "Not set up", "Non configuré", "غير مُعدّ"),
        TextRow(.launchWasRefused, "Refused", "Refusé", "مرفوض"),
        TextRow(.checks, "Checks", "Contrôles", "الفحوص"),
        TextRow(.check, "Check", "Contrôle", "الفحص"),
        TextRow(.checkPassed, "Passed", "Réussi", "ناجح"),
        TextRow(.checkFailed, "Failed", "Échoué", "فاشل"),
        TextRow(.checkNotReached, "Not reached", "Non atteint", "لم يُبلَغ"),
        TextRow(.failureClass, "Class of failure", "Classe d’échec", "صنف الفشل"),
        TextRow(.httpStatus, "HTTP status", "Statut HTTP", "حالة HTTP"),
        TextRow(.person, "Person", "Personne", "الشخص"),
        TextRow(.roles, "Roles", "Rôles", "الأدوار"),
        TextRow(.knownBy, "Known by", "Connu par", "معروف بـ"),
        TextRow(
            .knownByHelp,
            """
            The whole e-mail address, account name, employee number or id. Names are sealed and can’t be  \
            searched by parts.
            """,
            """
            L’adresse e-mail complète, le nom de compte, le matricule ou l’identifiant. Les noms sont scellés  \
            et ne se cherchent pas par fragments.
            """,
            """
            عنوان البريد كاملًا أو اسم الحساب أو الرقم الوظيفي أو المعرّف. الأسماء مختومة ولا يمكن البحث  \
            بأجزاء منها.
            """),
        TextRow(.nobodyFound, "Nobody is known by this.", "Personne n’est connu ainsi.", "لا أحد معروف بهذا."),
        TextRow(.accountName, "Account in statements", "Compte dans les énoncés", "الحساب في البيانات"),
        TextRow(.erasedAt, "Erased", "Effacé", "مُحي في"),
        TextRow(.enrolments, "Enrolments", "Inscriptions", "التسجيلات"),
        TextRow(.identifiers, "Identifiers", "Identifiants", "المعرّفات"),
        TextRow(.identifier, "Identifier", "Identifiant", "المعرّف"),
    ]
}
