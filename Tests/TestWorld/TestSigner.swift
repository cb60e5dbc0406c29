/// A key and its self-signed certificate for tests of signatures; they vouch for nothing. Valid from November 2026 for
/// twenty years.
public enum TestSigner {
    /// PKCS#8 in PEM.
    public static let key = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQD0xEWVr1B7+mh1
        aQqdIvIxTw8m/7D+IhEqFGp92A3NxRJ8KKBnnz87EkndyCnAHsZ6/ydzNpWaf/PJ
        PNPXziYzdpB58VN+72+uWTV5yfXJMXkqxPlNoFXlW0cIcey817jhUsJekV83LIcf
        kX6YTKGx/iGx+LBFqAE86jgwSPuS/8WEb6APb7La37mLR8Adt9oYIuSntqYbDCfA
        6K/pRYI1u+MqVnkYaaEoO3RreeICRyXYqDpNWDwEZjw0Ks89UglBf1aTikhxWjDd
        YwCC1ReLuSNknDflCcrlbUabUuGP7sq1owHPkeCxMh2BC9Y/WqUuJtGD7O3iknKi
        SKgXSVLDAgMBAAECggEAKktqDMH1Ad9UwokKnPmHaS7UmvQO5PMFDUTm2+UECZz2
        oz6v7Qfu+Kmh2vF2CW0n9eP2MKnrcv2OJiVdI8rK/hSMRY4GVAZSwYlHvMpBruje
        G55ax+efQBkkLpjlBAKwvzq6PHYZQmLu3G0bN3zyadvUfbjP2NF9mUWNvQY3doBm
        XrvqQ6dy+ED2VY0obh/AqWYRRIrWwoc3oXFNbxUeuaP32wmpdNhYn4oMMksgPbc6
        4TINHLpiw9tJPEHNIAgKwiuJ3DeliW6BLig2iGKt5yOSARuVU/9xhvjZ296qGzB/
        q+uyHV5VFOSefmWWafHMtZ2FdJLvnnjXwnUtV28HyQKBgQD+rjise7s8EsUwYvZd
        X9A1dkka6p+Yd3k+fn6KFYsKpPzbCNSx/B6ji4kXYasfFCehb5Cgrrmn1pjlZFg7
        X90K36e6xYHDgLxtV3rChPURTZJ3gYSn1S5idLlp/l9QntmIGXEzbHuNgcYhwx0b
        EmoAo7DitcowVP2+exzRbMTtSwKBgQD2CObeyhEzoz8QmaQoT4QuozaU0NtBA4Zi
        SZ25zr4ZggOeNgV3411TIfRSba8xC/9V7FrJ/WUAemO72QLSNz5h962sj6+pRuyq
        vk+rw3TvFlH1WiHq7KGJUobKHdOuYLsiQG3Yt2tnOGFoCO/au4tR34hX/PRzWfYV
        okujYdedaQKBgAleiXE3ABVer2hvS5b1zmgZGOlnlkV6p7g32RnlXv8eQLsiIQkH
        OG1V1c5JZo03JZoXy59NrkDRcUCHJ4PPrAcZYUdKutJhaw0uubJsR8PCMdA5sJKo
        EhPHLYcLt5/0qBYMsZBtvkHfc1WMowZ67/FkFD7S50RN7CPUzaOat8fvAoGBANz2
        87pFiptw0tPq2PbnK1TjesK+rRu/ubKOYRyeZDbugKdX5yNcTNW72f0pyzzmhIS7
        yHI+pLaANRBhf1ojCWDdG9quFVqXeziBwXYHDf8ocaVENNATg6ScPLhLf3DOKWNC
        sCUB3nEOvtS7qgcthpuagY5cfYMX2Z5maz4qQoZ5AoGAD9tSHfgWo73IQCfKUgLo
        N5LjCwE71mg2h7xwRdrhlXPm1RunMgSfWiTZeFpu51WluqOuN33ATXe2Fk6enV4N
        rxvPALcUZl/tZM/jhwW3tL3pS9lEOEGbaDcxPQS6CWqBxRjF/b1/ozrexzew1NqB
        vodkvP++5myQd+0VnrnfrxQ=
        -----END PRIVATE KEY-----
        """

    /// DER in base64 (RFC 4648 §4), as x5c has it.
    public static let certificate = """
        MIIDCjCCAfKgAwIBAgIBATANBgkqhkiG9w0BAQsFADAeMRwwGgYDVQQDDBNTaWduZXIgb2YgdGhlIHRlc3RzMB4XDTI2MTEyMTA3\
        MjM0M1oXDTQ2MTExNjA3MjM0M1owHjEcMBoGA1UEAwwTU2lnbmVyIG9mIHRoZSB0ZXN0czCCASIwDQYJKoZIhvcNAQEBBQADggEP\
        ADCCAQoCggEBAPTERZWvUHv6aHVpCp0i8jFPDyb/sP4iESoUan3YDc3FEnwooGefPzsSSd3IKcAexnr/J3M2lZp/88k809fOJjN2\
        kHnxU37vb65ZNXnJ9ckxeSrE+U2gVeVbRwhx7LzXuOFSwl6RXzcshx+RfphMobH+IbH4sEWoATzqODBI+5L/xYRvoA9vstrfuYtH\
        wB232hgi5Ke2phsMJ8Dor+lFgjW74ypWeRhpoSg7dGt54gJHJdioOk1YPARmPDQqzz1SCUF/VpOKSHFaMN1jAILVF4u5I2ScN+UJ\
        yuVtRptS4Y/uyrWjAc+R4LEyHYEL1j9apS4m0YPs7eKScqJIqBdJUsMCAwEAAaNTMFEwHQYDVR0OBBYEFPAB6fSIkeCrRojLJ4Dv\
        rPmrvLXOMB8GA1UdIwQYMBaAFPAB6fSIkeCrRojLJ4DvrPmrvLXOMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEB\
        AAKr+fgx5RXan+BlQHDMw8zrOVEZsxDVFjz8EzJ9uNlvCR6xV1GFNCbs1rDtGH2IuX9dfOFgcAhtL9tXnNTzTgYYXnWhUuh2KMa7\
        lLXxsPctSuGs8eu0J4niF0D9t2pHg27LpVkL9nrRHvvlNSDJD77pkUVvTl2ZXsbj/fHIhs3LA0I1+kr6G/cYzFhteTsSNkd21ZCA\
        tY3at2biYzqolea/bCIFKk7s7x4ZwWvIkw+CA+iQMU9m3efl7hNEePhIABUmfpN9i/RryIeIcQL3HzcFN1mSKODo8zP7JF++f0Gf\
        7AnhiJuaaHTELL4EEv71hk4y10FTKFWrrAGn6+5ZU2A=
        """
}
