extension TextTable {
    static let forwarding: [TextRow] = [
        TextRow(.navForwarding, "Forwarding", "Transfert", "إعادة التوجيه"),
        TextRow(
            .forwardingText,
            "Statements go on to other systems as they are stored, in order; what a system doesn’t take is listed.",
            "Les énoncés sont transmis à d’autres systèmes, dans l’ordre ; ceux qu’ils refusent sont listés.",
            "تُرسَل البيانات إلى أنظمة أخرى بالترتيب عند حفظها؛ وما يرفضه نظامٌ يُدرَج في قائمة."),
        TextRow(.noTargets, "Nothing is forwarded.", "Rien n’est transmis.", "لا شيء يُعاد توجيهه."),
        TextRow(.addTarget, "Add a system", "Ajouter un système", "إضافة نظام"),
        TextRow(.removeTarget, "Remove", "Retirer", "إزالة"),
        TextRow(.kindRecordStore, "Record store (LRS)", "LRS", "مستودع سجلات التعلّم"),
        TextRow(.kindWebhook, "Signed webhook", "Webhook signé", "خطاف ويب موقَّع"),
        TextRow(.addressField, "Address", "Adresse", "العنوان"),
        TextRow(
            .addressHelp, "Of an LRS: what stands before /statements.", "Pour un LRS : ce qui précède /statements.",
            "لمستودع السجلات: ما يسبق ‎/statements."),
        TextRow(.xapiVersion, "xAPI version", "Version xAPI", "إصدار xAPI"),
        TextRow(
            .xapiVersionHelp,
            "To a store of 1.0.3, statements of 2.0.0 still go as 2.0.0; one that it doesn’t take is listed.",
            "À un LRS en 1.0.3, les énoncés 2.0.0 vont toujours en 2.0.0 ; ceux qu’il refuse sont listés.",
            "تبقى بيانات 2.0.0 بصيغتها عند إرسالها إلى مستودع 1.0.3، وما يرفضه يُدرَج في قائمة."),
        TextRow(
            .fromStart, "Also what is stored already", "Aussi ce qui est déjà enregistré", "وما هو محفوظ من قبل أيضًا"),
        TextRow(.sentCount, "Sent", "Transmis", "أُرسِل"),
        TextRow(.refusedCount, "Refused", "Refusés", "مرفوض"),
        TextRow(.reachedAt, "Up to", "Jusqu’à", "حتى"),
        TextRow(.noRefusals, "Nothing was refused.", "Aucun refus.", "لم يُرفَض شيء."),
        TextRow(
            .webhookSecretOnce,
            "Copy the secret now: it isn’t shown again. Receivers check webhook-signature with it.",
            "Copiez le secret maintenant : il ne sera plus affiché. Il sert à vérifier webhook-signature.",
            "انسخ السر الآن: لن يُعرض مرة أخرى. به يتحقق المستقبِل من webhook-signature."),
        TextRow(.changeTarget, "Change the system", "Modifier le système", "تعديل النظام"),
        TextRow(
            .keepSecretHelp, "Empty: it stays as it is.", "Vide : il reste inchangé.", "إن تُرك فارغًا بقي كما هو."),
        TextRow(.replayTarget, "Send again", "Renvoyer", "أعد الإرسال"),
        TextRow(
            .replayText, "Statements stored from this day on are sent once more, refused ones too.",
            "Les énoncés enregistrés à partir de ce jour sont renvoyés, y compris les refusés.",
            "تُرسَل من جديد البيانات المحفوظة منذ هذا اليوم، ومنها المرفوضة."),
        TextRow(
            .replayEverything, "Everything, from the first statement on", "Tout, depuis le premier énoncé",
            "كل شيء منذ أول بيان"),
        TextRow(
            .replayNeedsDay, "Name a day, or choose everything.", "Indiquez un jour, ou choisissez tout.",
            "حدّد يومًا أو اختر كل شيء."),
        TextRow(
            .removeTargetText,
            "Nothing more is sent there; how far it got and what it refused is forgotten. Its statements stay here.",
            "Plus rien n’y est transmis ; son avancement et ses refus sont oubliés. Les énoncés restent ici.",
            "لن يُرسَل إليه شيء بعد الآن، ويُنسى ما بلغه وما رفضه. تبقى البيانات هنا."),
    ]
}
