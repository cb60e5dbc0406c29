extension TextTable {
    static let launchChecks: [TextRow] = [
        TextRow(
            .checkOfResponse, "The platform’s answer",
            "La réponse de la plateforme",
            "رد المنصة"),
        TextRow(
            .checkOfState, "The login that it belongs to",
            "La connexion correspondante",
            "تسجيل الدخول الذي تنتمي إليه"),
        TextRow(
            .checkOfRegistration, "The platform’s registration",
            "L’enregistrement de la plateforme",
            "تسجيل المنصة"),
        TextRow(
            .checkOfForm, "The token’s form",
            "La forme du jeton",
            "شكل الرمز"),
        TextRow(
            .checkOfAlgorithm, "The signature’s algorithm",
            "L’algorithme de signature",
            "خوارزمية التوقيع"),
        TextRow(
            .checkOfKey, "The platform’s key",
            "La clé de la plateforme",
            "مفتاح المنصة"),
        TextRow(
            .checkOfSignature, "The signature",
            "La signature",
            "التوقيع"),
        TextRow(
            .checkOfIssuer, "The issuer",
            "L’émetteur",
            "الجهة المُصدرة"),
        TextRow(
            .checkOfAudience, "For whom the token is",
            "Le destinataire du jeton",
            "الجهة المقصودة بالرمز"),
        TextRow(
            .checkOfAuthorizedParty, "The authorized party",
            "La partie autorisée",
            "الطرف المخوّل"),
        TextRow(
            .checkOfExpiry, "When the token ends",
            "La fin de validité du jeton",
            "انتهاء صلاحية الرمز"),
        TextRow(
            .checkOfIssuedAt, "When the token was made",
            "La date d’émission du jeton",
            "وقت إصدار الرمز"),
        TextRow(
            .checkOfNotBefore, "From when the token is valid",
            "Le début de validité du jeton",
            "بداية صلاحية الرمز"),
        TextRow(
            .checkOfNonce, "That it is used once only",
            "L’usage unique",
            "الاستخدام مرة واحدة فقط"),
        TextRow(
            .checkOfMessageType, "The kind of message",
            "Le type de message",
            "نوع الرسالة"),
        TextRow(
            .checkOfVersion, "The version of LTI",
            "La version de LTI",
            "إصدار LTI"),
        TextRow(
            .checkOfDeployment, "The deployment",
            "Le déploiement",
            "النشر"),
        TextRow(
            .checkOfTargetLink, "The target’s address",
            "L’adresse de la cible",
            "عنوان الهدف"),
        TextRow(
            .checkOfResourceLink, "The link",
            "Le lien",
            "الرابط"),
        TextRow(
            .checkOfUser, "The user",
            "L’utilisateur",
            "المستخدم"),
        TextRow(
            .checkOfRoles, "The roles",
            "Les rôles",
            "الأدوار"),
        TextRow(
            .checkOfContext, "The platform’s course",
            "Le cours de la plateforme",
            "مقرر المنصة"),
        TextRow(
            .checkOfCustom, "The link’s own parameters",
            "Les paramètres du lien",
            "معلمات الرابط"),
        TextRow(
            .checkOfPresentation, "How the page is shown",
            "Le mode d’affichage",
            "طريقة عرض الصفحة"),
        TextRow(
            .checkOfServices, "The platform’s services",
            "Les services de la plateforme",
            "خدمات المنصة"),
        TextRow(
            .checkOfDeepLinking, "What may be placed",
            "Ce qui peut être placé",
            "ما يمكن إدراجه"),
        TextRow(
            .checkOfForUser, "Whom the message is about",
            "La personne concernée",
            "الشخص المعني بالرسالة"),
    ]
}
