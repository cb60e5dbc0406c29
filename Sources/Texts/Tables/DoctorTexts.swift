extension TextTable {
    static let doctor: [TextRow] = [
        TextRow(.received, "What was received", "Ce qui a été reçu", "ما تم استلامه"),
        TextRow(.claim, "Claim", "Donnée", "البيان"),
        TextRow(
            .receivedNothing, "Nothing that can be believed was received.", "Rien de crédible n’a été reçu.",
            "لم يُستلم شيء يمكن الوثوق به."),
        TextRow(.advice, "What to change", "Que modifier", "ما ينبغي تغييره"),
        TextRow(
            .adviceKeys,
            "Compare the key set URL here with the one that the platform shows; it may have changed its keys.",
            "Comparez l’URL des clés ici avec celle de la plateforme ; elle a peut-être changé ses clés.",
            "قارن عنوان المفاتيح هنا بما تعرضه المنصة؛ ربما غيّرت مفاتيحها."),
        TextRow(
            .adviceKeySet, "The platform’s key set can’t be read. Check its address and that this server reaches it.",
            "Les clés de la plateforme sont illisibles. Vérifiez leur adresse et l’accès depuis ce serveur.",
            "تعذّرت قراءة مفاتيح المنصة. تحقق من عنوانها ومن وصول هذا الخادم إليها."),
        TextRow(
            .adviceIssuer, "Enter the issuer here exactly as the platform shows it, to the last slash.",
            "Saisissez ici l’émetteur exactement comme l’affiche la plateforme, barre finale comprise.",
            "أدخل المُصدِر هنا كما تعرضه المنصة تمامًا حتى الشرطة الأخيرة."),
        TextRow(
            .adviceClient, "Enter the client id here that the platform gave to this tool.",
            "Saisissez ici l’identifiant client que la plateforme a attribué à cet outil.",
            "أدخل هنا معرّف العميل الذي أعطته المنصة لهذه الأداة."),
        TextRow(
            .adviceClock, "Launch again. If it stays, set the clocks of the platform and this server by NTP.",
            "Relancez. Si cela persiste, synchronisez les horloges de la plateforme et de ce serveur.",
            "أعد التشغيل. إذا استمر ذلك، فاضبط ساعتي المنصة وهذا الخادم."),
        TextRow(
            .adviceAgain, "Open the link from the course again, not from a bookmark or the history.",
            "Rouvrez le lien depuis le cours, et non depuis un favori ou l’historique.",
            "افتح الرابط من المقرر مجددًا، لا من الإشارات أو السجل."),
        TextRow(
            .adviceCookies, "The browser keeps no cookies in the platform’s frame. Let the link open in a new window.",
            "Le navigateur bloque les cookies dans le cadre. Faites ouvrir le lien dans une nouvelle fenêtre.",
            "لا يحفظ المتصفح ملفات الارتباط داخل إطار المنصة. اجعل الرابط يُفتح في نافذة جديدة."),
        TextRow(
            .adviceUser, "The platform doesn’t say who launches. Allow it to share the user’s id with this tool.",
            "La plateforme ne dit pas qui lance. Autorisez-la à transmettre l’identifiant à cet outil.",
            "لا تذكر المنصة من يقوم بالتشغيل. اسمح لها بمشاركة معرّف المستخدم."),
        TextRow(
            .adviceRoles, "The platform sends no roles. Let it send them to this tool; an empty list is enough.",
            "La plateforme n’envoie aucun rôle. Faites-les envoyer à cet outil ; une liste vide suffit.",
            "لا ترسل المنصة أي أدوار. اجعلها ترسلها؛ تكفي قائمة فارغة."),
        TextRow(
            .adviceRole, "Only teachers may add content. Give the user a teaching role in that course.",
            "Seuls les enseignants peuvent ajouter du contenu. Donnez ce rôle à l’utilisateur dans le cours.",
            "يمكن للمدرّسين فقط إضافة محتوى. امنح المستخدم دورًا تدريسيًا في ذلك المقرر."),
        TextRow(
            .adviceDeployment, "Approve or switch on the deployment on the platform’s page here.",
            "Approuvez ou activez le déploiement sur la page de la plateforme ici.",
            "وافق على النشر أو فعّله في صفحة المنصة هنا."),
        TextRow(
            .adviceRegister, "Register the platform here, with exactly its issuer and client id.",
            "Enregistrez la plateforme ici, avec exactement son émetteur et son identifiant client.",
            "سجّل المنصة هنا بمُصدِرها ومعرّف العميل تمامًا."),
        TextRow(
            .adviceSwitchOn, "The platform is switched off or waits for approval. Switch it on here.",
            "La plateforme est désactivée ou en attente. Activez-la ici.",
            "المنصة متوقفة أو في انتظار الموافقة. فعّلها هنا."),
        TextRow(
            .advicePlatform, "The platform itself refused. Its own log says why; often the user’s session had ended.",
            "La plateforme elle-même a refusé. Son journal dit pourquoi ; souvent la session avait expiré.",
            "المنصة نفسها رفضت. يذكر سجلها السبب؛ غالبًا انتهت جلسة المستخدم."),
        TextRow(
            .adviceMessage, "Place the tool as an LTI 1.3 link or content picker; other kinds aren’t served.",
            "Placez l’outil comme lien LTI 1.3 ou sélecteur de contenu ; rien d’autre n’est pris en charge.",
            "ضع الأداة كرابط LTI 1.3 أو كمنتقي محتوى؛ لا تُدعم أنواع أخرى."),
        TextRow(
            .adviceVersion, "The message isn’t a complete LTI 1.3 launch. Choose LTI 1.3 for the tool in the platform.",
            "Le message n’est pas un lancement LTI 1.3 complet. Choisissez LTI 1.3 dans la plateforme.",
            "الرسالة ليست تشغيل LTI 1.3 كاملًا. اختر LTI 1.3 للأداة في المنصة."),
        TextRow(
            .adviceAlgorithm, "Let the platform sign with RS256, or allow its algorithm in its settings here.",
            "Faites signer la plateforme en RS256, ou autorisez son algorithme dans ses réglages ici.",
            "اجعل المنصة توقّع بـ RS256 أو اسمح بخوارزميتها في إعداداتها هنا."),
        TextRow(
            .adviceTarget, "Enter the launch URL that this page’s registration names as the tool’s target.",
            "Saisissez comme cible de l’outil l’URL de lancement indiquée dans l’enregistrement.",
            "أدخل عنوان التشغيل المذكور في التسجيل كهدف للأداة."),
        TextRow(
            .adviceLogin, "The login initiation isn’t complete. Enter our login URL as the initiation URL there.",
            "L’initiation est incomplète. Indiquez là-bas notre URL de connexion comme URL d’initiation.",
            "بدء تسجيل الدخول غير مكتمل. أدخل عنوان الدخول لدينا هناك."),
    ]
}
