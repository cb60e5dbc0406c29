extension TextTable {
    static let deliveries: [TextRow] = [
        TextRow(
            .topicScore, "Scores",
            "Notes",
            "الدرجات"),
        TextRow(
            .topicLineItem, "Columns in gradebooks",
            "Colonnes des carnets de notes",
            "أعمدة سجلات الدرجات"),
        TextRow(
            .topicRoster, "Lists of participants",
            "Listes de participants",
            "قوائم المشاركين"),
        TextRow(
            .topicNotice, "Notices of platforms",
            "Avis des plateformes",
            "إشعارات المنصات"),
        TextRow(
            .topicSubscribe, "Subscriptions to notices",
            "Abonnements aux avis",
            "الاشتراك في الإشعارات"),
        TextRow(
            .topicForward, "Forwarded statements",
            "Déclarations transmises",
            "البيانات المُعاد توجيهها"),
        TextRow(
            .topicMetadata, "Definitions of activities",
            "Définitions d’activités",
            "تعريفات الأنشطة"),
        TextRow(
            .topicMedia, "Removal of erased people’s files",
            "Suppression des fichiers des personnes effacées",
            "حذف ملفات من مُحيت بياناتهم"),
        TextRow(
            .learnerField, "Learner",
            "Apprenant",
            "المتعلّم"),
        TextRow(
            .sendAllAgain, "Send again all that was given up for {platform}",
            "Renvoyer tout ce qui a été abandonné pour {platform}",
            "إعادة إرسال كل ما تُرك للمنصة {platform}"),
        TextRow(
            .rosterConfirm, "Read the list again and remove who is missing",
            "Relire la liste et retirer les absents",
            "قراءة القائمة من جديد وإزالة الغائبين"),
        TextRow(
            .rostersToSee, "Lists of participants that need a look",
            "Listes de participants à examiner",
            "قوائم مشاركين تحتاج إلى مراجعة"),
    ]
}
