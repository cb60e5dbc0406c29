/// Written by .ci/freeze-migrations. Empty until the first release.
enum MigrationHashes {
    static let frozen: [String: String] = [
        "0001-access.sql": "ef807548ccdc0a98a4591bb0e98f84a2aaa65fc932ba52178feddc619393b83c",
        "0002-outbox.sql": "437c29fc3fdd160c33bfe8d11a31adbe90f1b2d3d24353f79a81d7c3d70f2c02",
        "0003-connections.sql": "edfcd447afd018560f1efb0260d4e85c24b1b2df27237644409a041036fa4919",
        "0004-cohorts.sql": "d09d355334fc594bad3f3ae216f5d60a2fc532deacd2f8fcca01b3f711ec23d1",
        "0005-content.sql": "bc6abd9e337af3e17c9779b309d208fbc9890c203f21174eddc6ad76906ef27f",
        "0006-learning-records.sql": "d5c535df275587adf88ca7719a1d35808c73a9e21ea5461e411db34dd4ee3084",
        "0007-privacy.sql": "2ab1be8a09e2962ad08264121360bca9d3d6fcb8f4f3108d84f406599821ff6f",
        "0008-deep-linking.sql": "8df4eaa9ce197f9a03aa0dadd8de9fad5f1a00019d1d7286b81d93df77ee505b",
        "0009-attachments.sql": "874fc32616f6e0d5c0cda4e70ce40669149966947650f26dada839e7c5baaacb",
        "0010-statement-imports.sql": "91b6fd3b8ddbb12d685158d12ffc20ff847cc93a0db366404929652c258d797f",
        "0011-platform-storage.sql": "be1f40c191ef23358204e15dd7134bb9d4bc219e7f674cbf3c9b12f7d9cbc842",
        "0012-rosters.sql": "53a7cf8fbc70b4bfc2ccb42e1a29aba953c910c2321e13d69d468c6fb8193330",
        "0013-dynamic-registration.sql": "4e6d01d822ae9c5aee0074d5323e5d78f2aba427a866898bcade2adf878ac781",
        "0014-launch-doctor.sql": "d46ee0f5369e8a74ff53166d6dc1420aa8e140b7c7a1fb10adce2ebcd9a65ca4",
        "0015-known-names.sql": "2eb61f10b1b02e80283259edd0b78e99c14fffdab29a5e7de8d9411438530727",
        "0016-activity-metadata.sql": "23327c4d593f7054782554147e4911b2a1494ba0db0356d8ffc3ddb7f78b7ea7",
        "0017-forwarding.sql": "b77a13755f745da5e9570372fcc3ec8c587a29a0b1f19c665d8836f5314004a1",
        "0018-turns.sql": "6cbdf7210fa53bd3d639a84c84283a7449e0e524448c174c0bec1b8dfa5a2365",
        "0019-graded-links.sql": "33620a32a5fd78ec653c6e385e8e8380528799d443c5db43353a609b9614451c",
        "0020-cohort-codes.sql": "e06ce82d08bfede2464d61189e782f88892f2e15acb3e0d1a1aa678a3aa07681",
        "0021-launch-doors.sql": "be5efc12e13f0774361f22e3c82366fac8eb678c32e6ca2b8a148f1f0f68ab8b",
        "0022-platform-notices.sql": "e5a59bf3f2a73f5caef3e314a75402d650b8076fe3dd757c5dcb05bf365dc33e",
        "0023-launches-about-a-person.sql": "049221ffabd6cb3dfd08487449ab9c1feb74422c33ae41aa6e029aa6c234997b",
    ]
}
