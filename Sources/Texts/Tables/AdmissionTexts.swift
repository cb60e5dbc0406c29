extension TextTable {
    static let admission: [TextRow] = [
        TextRow(.codeTitle, "A cohort of other learners", "Une cohorte d’autres apprenants", "دفعة متعلمين آخرين"),
        TextRow(
            .codeText,
            "A cohort that already serves another course takes a code, since you would see its learners. Whoever runs this service can make you one.",
            "Une cohorte déjà utilisée par un autre cours demande un code, car vous verriez ses apprenants. Les responsables de ce service peuvent vous en créer un.",
            "الدفعة التي يستخدمها مقرر آخر تتطلب رمزًا، لأنك سترى متعلميها. يمكن للقائمين على هذه الخدمة إنشاء رمز لك."),
        TextRow(.codeField, "Code", "Code", "الرمز"),
        TextRow(.codeUse, "Use the code", "Utiliser le code", "استخدم الرمز"),
        TextRow(
            .codeWrong, "This code isn’t valid, or was used before.", "Ce code n’est pas valable, ou a déjà servi.",
            "هذا الرمز غير صالح أو استُخدم من قبل."),
        TextRow(
            .codeNeeded, "Its cohort serves other learners; it takes a code.",
            "Sa cohorte accueille d’autres apprenants ; il faut un code.", "دفعته تخدم متعلمين آخرين؛ يلزم رمز."),
        TextRow(
            .setUpNotYours, "Only those who build the course at the learning platform can set this link up.",
            "Seules les personnes qui construisent le cours sur la plateforme peuvent configurer ce lien.",
            "لا يمكن إعداد هذا الرابط إلا لمن يبنون المقرر في منصة التعلّم."),
        TextRow(.codeMake, "Make a code for a teacher", "Créer un code pour un enseignant", "أنشئ رمزًا لمعلّم"),
        TextRow(
            .codeMade,
            "With this code a teacher of a learning platform can lead links of one course to this cohort, and see its learners. It works once, within a week, and isn’t shown again.",
            "Avec ce code, un enseignant d’une plateforme peut relier un cours à cette cohorte et en voir les apprenants. Il sert une fois, pendant une semaine, et ne sera plus affiché.",
            "بهذا الرمز يستطيع معلّم في منصة تعلّم ربط مقرر واحد بهذه الدفعة ورؤية متعلميها. يعمل مرة واحدة خلال أسبوع ولن يُعرض ثانية."
        ),
        TextRow(.rosterUnclear, "not believed", "non prise en compte", "لم تُعتمد"),
        TextRow(
            .rosterUnclearText,
            "The learning platform’s list was empty, part of it couldn’t be read, or it named nobody’s group though groups lead to cohorts here, so nobody was removed.",
            "La liste de la plateforme était vide, illisible en partie, ou ne nommait le groupe de personne alors que des groupes mènent ici à des cohortes ; personne n’a été retiré.",
            "كانت قائمة منصة التعلّم فارغة أو تعذّرت قراءة جزء منها أو لم تذكر مجموعة أحد مع أن مجموعات تقود هنا إلى دفعات، لذا لم يُزَل أحد."
        ),
        TextRow(.rosterBlocked, "not read at present", "pas lue actuellement", "لا تُقرأ حاليًا"),
        TextRow(
            .rosterBlockedText,
            "The learning platform’s list can’t be read as things stand: its connection is switched off, lists aren’t read from it, or no link leads here any more. What was read last stays.",
            "La liste de la plateforme ne peut pas être lue actuellement : la connexion est désactivée, ses listes ne sont pas lues ou plus aucun lien ne mène ici. La dernière lecture reste valable.",
            "لا يمكن قراءة قائمة منصة التعلّم حاليًا: الاتصال موقوف أو لا تُقرأ قوائمها أو لم يعد رابط يقود إلى هنا. يبقى ما قُرئ آخر مرة."
        ),
        TextRow(
            .connectFrames,
            "Where courses are shown by a learning page on a host of its own, such as Open edX’s learning micro-frontend (often apps.…), browsers refuse to show Lectern in it until that address stands under “other pages that show Lectern” on the platform’s page, for example https://apps.school.example.",
            "Si les cours s’affichent dans une page d’un autre hôte, comme l’interface d’apprentissage d’Open edX (souvent apps.…), les navigateurs refusent d’y montrer Lectern tant que cette adresse ne figure pas parmi les « autres pages qui montrent Lectern » de la plateforme, par exemple https://apps.ecole.example.",
            "إذا كانت المقررات تُعرض في صفحة تعلّم على مضيف آخر، مثل واجهة التعلّم في Open edX (غالبًا apps.…)، فإن المتصفحات ترفض عرض Lectern فيها إلى أن يُذكر ذلك العنوان ضمن «صفحات أخرى تعرض Lectern» في صفحة المنصة، مثل https://apps.school.example."
        ),
        TextRow(.rosterMixed, "can’t tell cohorts apart", "cohortes indistinctes", "لا تميّز بين الدفعات"),
        TextRow(
            .rosterMixedText,
            "This course’s links lead to several cohorts, and the learning platform doesn’t say who belongs to which. Nobody is added from its list; learners join when they open a link.",
            "Les liens de ce cours mènent à plusieurs cohortes et la plateforme ne dit pas qui appartient à laquelle. Personne n’est ajouté depuis sa liste ; les apprenants arrivent en ouvrant un lien.",
            "تقود روابط هذا المقرر إلى عدة دفعات ولا تذكر منصة التعلّم من ينتمي إلى أيّها. لا يُضاف أحد من قائمتها؛ ينضم المتعلمون عند فتح رابط."
        ),
        TextRow(.linkLead, "Lead the link elsewhere", "Faire mener le lien ailleurs", "وجّه الرابط إلى مكان آخر"),
        TextRow(
            .linkLeadText,
            "Whoever has the link open must open it again. Who was enrolled by it so far stays in the old cohort.",
            "Les personnes qui l’ont ouvert devront le rouvrir. Les inscriptions déjà faites restent dans l’ancienne cohorte.",
            "على من فتح الرابط أن يفتحه من جديد. من سُجّل به حتى الآن يبقى في الدفعة القديمة."),
        TextRow(
            .linkNowhere, "Nowhere: the teacher chooses again", "Nulle part : l’enseignant choisit à nouveau",
            "لا مكان: يختار المعلّم من جديد"),
    ]
}
