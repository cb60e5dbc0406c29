extension TextTable {
    static let registering: [TextRow] = [
        TextRow(.registerTitle, "Connect Lectern", "Connecter Lectern", "توصيل Lectern"),
        TextRow(
            .registerText,
            "Your learning platform wants to connect Lectern. Check that this is your platform, then go on.",
            "Votre plateforme souhaite connecter Lectern. Vérifiez qu’il s’agit bien d’elle, puis continuez.",
            "تريد منصة التعلّم لديك توصيل Lectern. تأكد من أنها منصتك ثم تابع."),
        TextRow(.registerConnect, "Connect", "Connecter", "توصيل"),
        TextRow(
            .registerProfiles, "Send names and e-mail addresses of people to Lectern",
            "Transmettre à Lectern les noms et adresses électroniques", "إرسال الأسماء وعناوين البريد إلى Lectern"),
        TextRow(
            .registerWillWait, "An administrator of Lectern has to approve the connection before it works.",
            "Un administrateur de Lectern devra approuver la connexion avant qu’elle fonctionne.",
            "يجب أن يوافق مسؤول في Lectern على التوصيل قبل أن يعمل."),
        TextRow(
            .registerPending, "Connected. Launches work as soon as an administrator of Lectern has approved it.",
            "Connecté. Les lancements fonctionneront dès l’approbation d’un administrateur de Lectern.",
            "تم التوصيل. يعمل التشغيل بمجرد موافقة مسؤول في Lectern."),
        TextRow(
            .registerDone, "Connected. If your platform asks for it, activate the tool there now.",
            "Connecté. Si votre plateforme le demande, activez-y maintenant l’outil.",
            "تم التوصيل. إذا طلبت منصتك ذلك، ففعّل الأداة هناك الآن."),
        TextRow(.registerFailed, "The connection failed", "La connexion a échoué", "فشل التوصيل"),
        TextRow(
            .registerRefused, "The learning platform refused the registration.",
            "La plateforme a refusé l’enregistrement.", "رفضت منصة التعلّم التسجيل."),
        TextRow(
            .registerNoConfiguration,
            "This address is for learning platforms. Enter it as the registration URL there.",
            "Cette adresse est destinée aux plateformes. Indiquez-la là-bas comme URL d’enregistrement.",
            "هذا العنوان مخصص لمنصات التعلّم. أدخله هناك كعنوان للتسجيل."),
        TextRow(.connectTitle, "Connect a learning platform", "Connecter une plateforme", "توصيل منصة تعلّم"),
        TextRow(
            .connectText,
            "Platforms that know dynamic registration need one address; for the others, enter what their page lists.",
            "Une seule adresse suffit avec l’enregistrement dynamique ; sinon, saisissez ce qu’indique la page.",
            "المنصات التي تدعم التسجيل الديناميكي تحتاج إلى عنوان واحد؛ ولغيرها أدخل ما تذكره صفحتها."),
        TextRow(.connectFields, "What to enter in {platform}", "À saisir dans {platform}", "ما يُدخل في {platform}"),
        TextRow(.connectField, "Field there", "Champ", "الحقل هناك"),
        TextRow(.connectValue, "Value", "Valeur", "القيمة"),
        TextRow(
            .connectBack, "Afterwards register the platform here with the addresses that it shows you.",
            "Enregistrez ensuite la plateforme ici avec les adresses qu’elle affiche.",
            "بعد ذلك سجّل المنصة هنا بالعناوين التي تعرضها لك."),
        TextRow(.inviteTitle, "Registration address", "Adresse d’enregistrement", "عنوان التسجيل"),
        TextRow(
            .inviteText, "Whoever opens it in their platform within a week connects it without further approval. Once.",
            "Qui l’ouvre dans sa plateforme sous une semaine la connecte sans autre approbation. Une fois.",
            "من يفتحه في منصته خلال أسبوع يوصّلها دون موافقة أخرى. مرة واحدة."),
        TextRow(.inviteMake, "Make a registration address", "Créer une adresse d’enregistrement", "إنشاء عنوان تسجيل"),
        TextRow(
            .inviteIssuer, "Issuer, where it differs from the platform’s own host",
            "Émetteur, s’il diffère de l’hôte de la plateforme", "المُصدِر، إذا اختلف عن مضيف المنصة"),
        TextRow(.platformPending, "waits for approval", "en attente d’approbation", "في انتظار الموافقة"),
        TextRow(.signingKeys, "Our signing keys", "Nos clés de signature", "مفاتيح توقيعنا"),
        TextRow(
            .keysSharedText, "Messages to this platform are signed with the key that all platforms share.",
            "Les messages à cette plateforme sont signés avec la clé commune à toutes les plateformes.",
            "تُوقَّع الرسائل إلى هذه المنصة بالمفتاح المشترك بين كل المنصات."),
        TextRow(
            .keysReadyText,
            "A key pair of its own is published here, beside the shared key. Tell the platform this address, then sign.",
            "Sa propre paire de clés est publiée ici, avec la clé commune. Donnez-lui cette adresse, puis signez.",
            "يُنشر زوج مفاتيحها الخاص هنا إلى جانب المفتاح المشترك. أعطِ المنصة هذا العنوان ثم ابدأ التوقيع به."),
        TextRow(
            .keysOwnText, "Messages to this platform are signed with a key pair of its own, published at this address.",
            "Les messages à cette plateforme sont signés avec sa propre paire de clés, publiée à cette adresse.",
            "تُوقَّع الرسائل إلى هذه المنصة بزوج مفاتيح خاص بها، منشور في هذا العنوان."),
        TextRow(
            .keysMakeReady, "Make a key pair for this platform", "Créer une paire de clés pour cette plateforme",
            "إنشاء زوج مفاتيح لهذه المنصة"),
        TextRow(.keysUseOwn, "Sign with its own key", "Signer avec sa propre clé", "التوقيع بمفتاحها الخاص"),
        TextRow(
            .keysShareAgain, "Use the shared key again", "Reprendre la clé commune", "العودة إلى المفتاح المشترك"),
        TextRow(.keysRotate, "Rotate its key", "Renouveler sa clé", "تدوير مفتاحها"),
        TextRow(
            .frameSources, "Other pages that show Lectern", "Autres pages affichant Lectern", "صفحات أخرى تعرض Lectern"),
        TextRow(
            .frameSourcesHelp,
            "Where the platform’s pages stand elsewhere than its issuer, such as https://*.school.example.",
            "Si les pages de la plateforme sont ailleurs que son émetteur, p. ex. https://*.school.example.",
            "إذا كانت صفحات المنصة في مكان غير مُصدِرها، مثل https://*.school.example."),
        TextRow(
            .scopesMissing, "Asked for and not granted", "Demandé mais non accordé", "طُلب ولم يُمنح"),
        TextRow(
            .canBeUpdated, "Can be changed from here", "Modifiable d’ici", "يمكن تغييره من هنا"),
        TextRow(.testPlatform, "Test the connection", "Tester la connexion", "اختبار الاتصال"),
        TextRow(.testResults, "Results of the test", "Résultats du test", "نتائج الاختبار"),
        TextRow(.testedWhat, "Tested", "Testé", "ما اختُبر"),
        TextRow(.testGood, "works", "fonctionne", "يعمل"),
        TextRow(.testBad, "doesn’t work", "ne fonctionne pas", "لا يعمل"),
    ]
}
