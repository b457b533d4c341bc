//! *Country*: the codes of ISO 3166, as certificates and their signers write them.

/// Whether two codes, of two letters or three, name one country.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (of_two(one), of_two(other));
    one.is_some() && one == other
}

/// The code of two letters, in capitals; None for what is none. The EU writes EL for Greece and
/// knew the United Kingdom as UK.
pub(crate) fn of_two(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_uppercase();
    match code.as_str() {
        "EL" => Some("GR".to_owned()),
        "UK" => Some("GB".to_owned()),
        _ if code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            Some(code)
        }
        _ if code.len() == 3 => THREE_AND_TWO
            .split(' ')
            .find_map(|both| both.strip_prefix(code.as_str()))
            .map(str::to_owned),
        _ => None,
    }
}

/// ISO 3166-1, alpha-3 and alpha-2 of each, and Kosovo's XKX.
const THREE_AND_TWO: &str = "\
ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU \
AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ \
BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI \
CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE \
DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK \
FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR \
GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN \
IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH \
KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV \
MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN \
MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI \
NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL \
PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG \
SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI \
SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT \
TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG \
VIRVI VNMVN VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_the_same_in_two_letters_and_in_three() {
        for (one, other) in [
            ("VN", "VNM"),
            ("vnm", "VN"),
            ("GR", "EL"),
            ("DEU", "DE"),
            ("GB", "UK"),
        ] {
            assert!(is_same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("VN", "NV"),
            ("", ""),
            ("V", "V"),
            ("ZZZ", "ZZZ"),
            ("VNM AN", "VN"),
            ("DE", "DK"),
        ] {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }
}
