/// A certificate authority of the tests and certificates of web servers, all in PEM; they vouch for nothing. Valid from
/// 2024 to 2047 where nothing else is said.
public enum TestAuthority {
    /// Signed by itself; never used by a server.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIC4zCCAcugAwIBAgIURohnnSJg+xph/VpnTpyplhEMR2kwDQYJKoZIhvcNAQEL
        BQAwITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAeFw0yNDAxMDEw
        MDAwMDBaFw00ODAxMDEwMDAwMDBaMCExHzAdBgNVBAMMFkF1dGhvcml0eSBvZiB0
        aGUgdGVzdHMwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCtYH9ScWl9
        LEagCl9Fb7+fQL/xAghoy8tNod0w9w5DcLEQqxmYLOg1Yx2fqxFaDlkba8zqiBdU
        0BzZHd/xtjdP2WvbD4+sP1Q8Z9BIoJ2elCcHQ0B1lRuStAU2d5qe94XU04oPGrzV
        Kvu3MalMoqM48V085djBjdQCqakHfmzgQsHmCDOEHn+dWBoY7iXIWKwST+RDAem9
        kBartVUJ/tLMIENlyYYO4LF6G0mf++6gIzmFQCyQ54EtSMuH+n7rUu9R9Sr0g0Gq
        wQiTyFwDZmTd+1KkOw9qqsvdNeXytl0A/vmIK5l9xgu09MvB4OEUxOapjqMG4YAW
        8dTLfGLw4eWfAgMBAAGjEzARMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEL
        BQADggEBAJJF+hKwJUVEQAas07Ly0VKNFafYbJvJgHO5WHy/IU3qfARfYkhp2sa7
        /poKSBVBd08u8mtOA1qYQjk1yPbdRsEgpKbnKwzGqUm/KYgL3weA7Vm+yQtWtDKB
        h9T5MhRIBzcdx0M3kzbUQ2FkI81CwlvyZevuSDX2H8xLc+t3x5BLQvudO5u3IEKd
        1opKQyYZXR2dpyBITgtsAe2y+Zdw7SckJ0khDJ5b/k0xCZrrDl/Hjq3Y4OBExxHn
        MvMr+zEl+5DAPnjzBRlFIqR+QFtGjKii+0/heRnSU4i2Ws9F3f2Ihl2xQLIyO0gV
        U/OudQNjuIKvHH4PLldnNtNO9AH/U3E=
        -----END CERTIFICATE-----
        """

    /// For `localhost` and 127.0.0.1.
    public static let good = """
        -----BEGIN CERTIFICATE-----
        MIIC7zCCAdegAwIBAgIUQjLir8K180aD7lBIU8u0jNomYwgwDQYJKoZIhvcNAQEL
        BQAwITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAeFw0yNDAxMDEw
        MDAwMDBaFw00ODAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDCCASIw
        DQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAOYt0ktCRfcUE/0oNjr+FkaIO2kq
        HK3Qvu6DqFjZuLla5/RgGobtI9AJcXmevnmxZqWQUU6nQW3ZfoIjh8Jx8h+4mdlb
        85oCyTP3hkq9uzaCDPvsk/DTbDkkM39ngtvi27rLdp6GOUkPEnbyQIULNWfIOlQB
        frAOWeSFppeis6YQxrMlTJPtgxr3h/aZ68KYe/vLxD7C2GwkPnZxFWDgVMtVuTOS
        /Uw3lfuQx32prDLJPHerost8rUXE8yOGSaJRCDEsOeJ2vOp/iU0UqVabBOHU02J8
        zIvxrVeqKhpo2zvGpAuihMGQleRjfEPX6L29SwIdf6ERQenb0Ijmas6FfsMCAwEA
        AaMsMCowDAYDVR0TAQH/BAIwADAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEw
        DQYJKoZIhvcNAQELBQADggEBAE8hsKcWAgAO+RWdk6Z8rFv3MkjRsMc0IBaAiQQl
        eqinHIGFS0X5s26B29BiwGyE8p5rvQjmKOF+L0/jeQtfLhN6xVlG/JVnOSTce38i
        k4SJWjljnjzWpiS0CssV6P+qZodz5QdEgo+xFKr3Lo4bQ3c5DgeU4uBH8zV05ly8
        mmryu9FjZBnTQ16JQI0ODrzmNGm+L/2roQnVmnNThBdUETdW4b5xhquYdAxBJzg5
        fNU2WS6fmHJWDDY04PR0P6iS/txzSYGvQgLgibB8roxNWIS89D3Wl+obqLM0Vhs+
        PiwKnbsXtjnwhM3W7i7YxJDseHYUDKdOaieT+WgzMm5KxTs=
        -----END CERTIFICATE-----
        """

    /// The same, ended with 2024.
    public static let ended = """
        -----BEGIN CERTIFICATE-----
        MIIC7zCCAdegAwIBAgIUJCmTjPZ5yr7TUBEoWmzRcvznUCAwDQYJKoZIhvcNAQEL
        BQAwITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAeFw0yNDAxMDEw
        MDAwMDBaFw0yNTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDCCASIw
        DQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAOYt0ktCRfcUE/0oNjr+FkaIO2kq
        HK3Qvu6DqFjZuLla5/RgGobtI9AJcXmevnmxZqWQUU6nQW3ZfoIjh8Jx8h+4mdlb
        85oCyTP3hkq9uzaCDPvsk/DTbDkkM39ngtvi27rLdp6GOUkPEnbyQIULNWfIOlQB
        frAOWeSFppeis6YQxrMlTJPtgxr3h/aZ68KYe/vLxD7C2GwkPnZxFWDgVMtVuTOS
        /Uw3lfuQx32prDLJPHerost8rUXE8yOGSaJRCDEsOeJ2vOp/iU0UqVabBOHU02J8
        zIvxrVeqKhpo2zvGpAuihMGQleRjfEPX6L29SwIdf6ERQenb0Ijmas6FfsMCAwEA
        AaMsMCowDAYDVR0TAQH/BAIwADAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEw
        DQYJKoZIhvcNAQELBQADggEBAEnuVh8KeZ4Pn6IiFTnm8/guBVlfb5XUk6fzVN0c
        nHmYQajHQSm05gu5bgx1v1DShCi3F0Z0N7DiRkLYvzSP5iW7xtiesTodp8F7xDLr
        Q1Q/YOB/OBovoiqDNNd5pAXaKqrEeiDdJsYWjVWuY4eMmOXk4POKntzka5X6ub6H
        62kT0Q6C4ZENqmCtzONluoNQQUShgoMHNnyQuM2PEY7IMYvO144n2YmEWLpXIKVX
        NVYC8Y/KRPBcOY3vO5ka4Niz042Ra6FBNAwsgWzqgni8AehgF0yT7uvv0StsF7M6
        BigDN/6AShAgDKKKOd+rmTnYM/dXOmNwWUeAdLD7Jlvgajc=
        -----END CERTIFICATE-----
        """

    /// For another name.
    public static let otherName = """
        -----BEGIN CERTIFICATE-----
        MIIC8TCCAdmgAwIBAgIUVd2BD/hzwk8M0yL9CptQVWHiA2gwDQYJKoZIhvcNAQEL
        BQAwITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAeFw0yNDAxMDEw
        MDAwMDBaFw00ODAxMDEwMDAwMDBaMBgxFjAUBgNVBAMMDW90aGVyLmV4YW1wbGUw
        ggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDmLdJLQkX3FBP9KDY6/hZG
        iDtpKhyt0L7ug6hY2bi5Wuf0YBqG7SPQCXF5nr55sWalkFFOp0Ft2X6CI4fCcfIf
        uJnZW/OaAskz94ZKvbs2ggz77JPw02w5JDN/Z4Lb4tu6y3aehjlJDxJ28kCFCzVn
        yDpUAX6wDlnkhaaXorOmEMazJUyT7YMa94f2mevCmHv7y8Q+wthsJD52cRVg4FTL
        Vbkzkv1MN5X7kMd9qawyyTx3q6LLfK1FxPMjhkmiUQgxLDnidrzqf4lNFKlWmwTh
        1NNifMyL8a1XqioaaNs7xqQLooTBkJXkY3xD1+i9vUsCHX+hEUHp29CI5mrOhX7D
        AgMBAAGjKjAoMAwGA1UdEwEB/wQCMAAwGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBs
        ZTANBgkqhkiG9w0BAQsFAAOCAQEANx4yMmTxxOp2Fo0Hpi9Lm7IM7butK3vZ9nwX
        ZvnU1VR0e4a9Mziv0obr1NisQNzlTefW5lnzslpapef4lF0JnMIEUbBMPeFagrww
        aj3YWJaSoGYssnOJ3hbw9884PrXwQGVKBwYofuTYlvctr3A3diqDuVIG0M41xaa7
        iTriQAeeiN9RnrA82M0maA1Qub3fBoM7W4exunKeeJAVUMNf9tElRLz4E7vfxr+g
        rAhSS3SE9kZDBSPC8uWVBK/JEfKp9/DHHe8paPpt6dcNnuaW97YxO26VhGj/NSyv
        qJQ/7gKfLLVEAg7RRkDc6wfyYH9U7OIeM19Os4Lg+raTAglzww==
        -----END CERTIFICATE-----
        """

    /// For `localhost`, signed by its own key.
    public static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIC4jCCAcqgAwIBAgIUIfT8pHDMW7p3zF1xMPwDz5rQG+IwDQYJKoZIhvcNAQEL
        BQAwFDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI0MDEwMTAwMDAwMFoXDTQ4MDEw
        MTAwMDAwMFowFDESMBAGA1UEAwwJbG9jYWxob3N0MIIBIjANBgkqhkiG9w0BAQEF
        AAOCAQ8AMIIBCgKCAQEA5i3SS0JF9xQT/Sg2Ov4WRog7aSocrdC+7oOoWNm4uVrn
        9GAahu0j0AlxeZ6+ebFmpZBRTqdBbdl+giOHwnHyH7iZ2VvzmgLJM/eGSr27NoIM
        ++yT8NNsOSQzf2eC2+Lbust2noY5SQ8SdvJAhQs1Z8g6VAF+sA5Z5IWml6KzphDG
        syVMk+2DGveH9pnrwph7+8vEPsLYbCQ+dnEVYOBUy1W5M5L9TDeV+5DHfamsMsk8
        d6uiy3ytRcTzI4ZJolEIMSw54na86n+JTRSpVpsE4dTTYnzMi/GtV6oqGmjbO8ak
        C6KEwZCV5GN8Q9fovb1LAh1/oRFB6dvQiOZqzoV+wwIDAQABoywwKjAMBgNVHRMB
        Af8EAjAAMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATANBgkqhkiG9w0BAQsF
        AAOCAQEA06IcDFgR11iPtd1pXqok2Nv5/4x2QZwaTnTY+xXLWFyB8Q1ll9SzI58a
        FZl/fFYd/w+NPUS57fWUfTFOj770IXAV4dgEo21MtSWz53gpuGnNd0znK4SaYyDG
        S6bFl5ryS/CI8e8qUolJ4cahmYm7F1bBYqe7CywwCE35wnhbifomMithYz0iIJXE
        IC2FJY5pdxdNULtgvHyEvbO240BF9vU1W2eJ/NX3ZVurfqx/8z27VqAvygOTLSTX
        sKrmeWeX/mBaPyLEgxJs3GICQr4/vo/EdZfJJa96jMB72cvD0UUp1MUiP9NF9vno
        Dm50Ra1Lkyv7CX9GaR5x6zDXzCIQOw==
        -----END CERTIFICATE-----
        """

    /// The key of every one of the servers' certificates.
    public static let key = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDmLdJLQkX3FBP9
        KDY6/hZGiDtpKhyt0L7ug6hY2bi5Wuf0YBqG7SPQCXF5nr55sWalkFFOp0Ft2X6C
        I4fCcfIfuJnZW/OaAskz94ZKvbs2ggz77JPw02w5JDN/Z4Lb4tu6y3aehjlJDxJ2
        8kCFCzVnyDpUAX6wDlnkhaaXorOmEMazJUyT7YMa94f2mevCmHv7y8Q+wthsJD52
        cRVg4FTLVbkzkv1MN5X7kMd9qawyyTx3q6LLfK1FxPMjhkmiUQgxLDnidrzqf4lN
        FKlWmwTh1NNifMyL8a1XqioaaNs7xqQLooTBkJXkY3xD1+i9vUsCHX+hEUHp29CI
        5mrOhX7DAgMBAAECggEANYshKQqQleogwDnza4OhkOSt1UfLhg9R6s/LgGedFdj0
        rh8Q7KQLOaCIuf7YVhyTQR4yG7bCfJgkWoeDVBMHfKOHfk1qfD/7p9ADeC1seECG
        Xq/othOoUB6AsDlW8mlyLaCYxkV42+rao7q0kX5K/QpRryrt2mxsMsF4QDvDyHQb
        n5xJp3VYbTZu6dHGh3I+sQAtDXbNPU/umzsmKbqUXJp5F96pKIuuXuGKks22O96I
        ZqA6WNEOC5e64v4TDOUzgShISIXL8nNIMRMD+UmN5ws5ZHkRhMxWBMlw8yIJt9hI
        h3mILfxUwotFfkTvBgRNCPwn/aoXDoMXwlSPAuEQWQKBgQD3irJbxrr3/5VNOgW+
        5nPCBBdWrNl52FDcfaXw5g/B6z3Ku0jWKe/tLUGcOJr3P9sE3Tdq9YFqzbIQakeM
        tQJrvIcRCWZ6bTXfB0+DXFoYItDGRtNR/DAb6Ah5EsXmWp4EF0wh8wSL70WJ0kzh
        TGeaHwDenz+vywmHxdt0WQE+VQKBgQDuCz+eXzlc73C8ZzpymFKib/UT6+M+xU9c
        vyY8Du2OTgTteS8MqmbYIltNYtek2iHQ0H+FFIJ1Hu0+729NBeMMltaJ4KtLxX2+
        jUB4imhMvPtYbVDQqItMVVO2SwIBBbuEtFcyozbOE/KBJymT8gr/XreoHQEQeRhF
        NiqG1SowtwKBgFp1X7o0BC0OQ/QFqQXa1yBmOFUfMxXYm6wHanV+zPFTUrBcAkDo
        8FleuWQqN071EcdUQ6UddB6gblqbS+w6VVkjesQaCE3izNXkqQTa4b2CM4LRbPW/
        z6DTCQ2dc547LRVXoiWh1d6BIIs9w4RtVEq426t+zFokOyZXgluhDthFAoGALc80
        WwHwRBZAF8G12b++h0wMWd0XSkkmUK7oaL5msPAKuriLeWCBki5qa6YN4ceookq9
        f5rG0Es3VNk3DheH7jBI8RevX1GONVFxisD3+WyU4huHZeBJjlMNXRNqO1AjGhKq
        hTArp9Tm4jvrIHF/9E0CAvQx9D2ZkhgubuwuxlkCgYB3vjr5RnlvT1hT3Ov6HNEL
        CrLwAjF+NTdVh9HppAbVsEUVchzMeoS200cqsMVUhGoMWzir8NKstoMSs4hHqaeY
        Ox0iS23dwvCtJ39+YFMO68XSOhJ9PrzoX2+CBcayeF0C22SXnBV7516jwbX18xn3
        p/9/BEYj/esUCJKukgqBbA==
        -----END PRIVATE KEY-----
        """
}
