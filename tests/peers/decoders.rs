//! *Decoders*: ours and the peers behind one question: which texts are in this picture?

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use kiosk::luma::Luma;
use kiosk::scanner::{Effort, Scanner};
use rustix::time::{ClockId, clock_gettime};

/// What a decoder read, each text as bytes.
pub type Texts = Vec<Vec<u8>>;

/// One that reads codes.
pub trait Decoder {
    fn name(&self) -> &'static str;

    /// Forgets what it learnt from the pictures before.
    fn begin(&mut self) {}

    fn read(&mut self, luma: &Luma) -> Texts;
}

thread_local! {
    /// Whether a decoder is reading on this thread: its panic is counted, and not shown.
    static READS: Cell<bool> = const { Cell::new(false) };
}

/// From now on a decoder's panic is counted without a word; any other is shown as ever.
pub fn silence_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |about| {
        if !READS.get() {
            usual(about);
        }
    }));
}

/// What one reading gave and cost.
pub struct Reading {
    pub texts: Texts,
    /// Milliseconds of this process on a core.
    pub ms: f64,
    /// Milliseconds until the answer was there.
    pub wall: f64,
    pub panicked: bool,
}

/// Lets a decoder read, and keeps its panic to itself.
pub fn timed(decoder: &mut dyn Decoder, luma: &Luma) -> Reading {
    READS.set(true);
    let (before, began) = (spent(), Instant::now());
    let texts = catch_unwind(AssertUnwindSafe(|| decoder.read(luma)));
    let wall = began.elapsed().as_secs_f64() * 1e3;
    let ms = (spent() - before).as_secs_f64() * 1e3;
    READS.set(false);
    let panicked = texts.is_err();
    Reading {
        texts: texts.unwrap_or_default(),
        ms,
        wall,
        panicked,
    }
}

/// CPU time of the whole process: ours lets one of its decoders work on a thread of its own, and that is paid for, too.
/// So nothing else may run in this process while a decoder reads.
fn spent() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        now.tv_sec.unsigned_abs(),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}

/// What the gate gives each frame.
pub const BUDGET: Duration = Duration::from_millis(60);

/// Our scanner, for one frame of many.
pub struct Live {
    scanner: Scanner,
    budget: Duration,
}

impl Live {
    /// With the gate's [`BUDGET`], or a longer one where the machine is busy with others: the scanner's own clock is the
    /// wall's.
    pub fn new(budget: Duration) -> Live {
        Live {
            scanner: Scanner::new(),
            budget,
        }
    }
}

impl Decoder for Live {
    fn name(&self) -> &'static str {
        "Chốt, live"
    }

    fn begin(&mut self) {
        self.scanner = Scanner::new();
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        texts(self.scanner.read(luma, Effort::Live(self.budget)))
    }
}

/// Our scanner on a picture that has only this chance: `chot read`.
pub struct Still;

impl Decoder for Still {
    fn name(&self) -> &'static str {
        "Chốt, every try"
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        texts(Scanner::new().read(luma, Effort::Every))
    }
}

fn texts(scan: kiosk::scanner::Scan) -> Texts {
    scan.codes.into_iter().map(|code| code.text).collect()
}

/// rqrr as its documentation uses it.
struct Rqrr;

impl Decoder for Rqrr {
    fn name(&self) -> &'static str {
        "rqrr"
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        let (width, height) = (luma.width as usize, luma.height as usize);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            luma.bytes[y * width + x]
        });
        let mut texts = Vec::new();
        for grid in picture.detect_grids() {
            let mut text = Vec::new();
            if grid.decode_to(&mut text).is_ok() {
                texts.push(text);
            }
        }
        texts
    }
}

struct ZxingCpp {
    reader: zxingcpp::BarcodeReader,
}

impl ZxingCpp {
    fn new() -> ZxingCpp {
        let reader = zxingcpp::read()
            .formats([zxingcpp::BarcodeFormat::QRCode])
            .try_harder(true)
            .try_rotate(true)
            .try_invert(true)
            .try_downscale(true);
        ZxingCpp { reader }
    }
}

impl Decoder for ZxingCpp {
    fn name(&self) -> &'static str {
        "zxing-cpp"
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        let view = zxingcpp::ImageView::from_slice(
            &luma.bytes,
            luma.width,
            luma.height,
            zxingcpp::ImageFormat::Lum,
        );
        let found = view.and_then(|view| self.reader.from(view));
        found
            .unwrap_or_default()
            .iter()
            .filter(|code| code.is_valid())
            .map(zxingcpp::Barcode::bytes)
            .collect()
    }
}

/// With or without its reader that filters and shrinks the picture.
struct Rxing {
    filtered: bool,
}

impl Decoder for Rxing {
    fn name(&self) -> &'static str {
        if self.filtered {
            "rxing, filtered"
        } else {
            "rxing"
        }
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        let mut hints = rxing::DecodeHints {
            TryHarder: Some(true),
            AlsoInverted: Some(true),
            ..rxing::DecodeHints::default()
        };
        let format = Some(rxing::BarcodeFormat::QR_CODE);
        let (bytes, width, height) = (luma.bytes.clone(), luma.width, luma.height);
        let read = if self.filtered {
            rxing::helpers::detect_in_luma_filtered_with_hints(
                bytes, width, height, format, &mut hints,
            )
        } else {
            rxing::helpers::detect_in_luma_with_hints(bytes, width, height, format, &mut hints)
        };
        read.map_or_else(|_| vec![], |code| vec![code.getText().as_bytes().to_vec()])
    }
}

struct Zbar {
    scanner: zbar_rust::ZBarImageScanner,
}

impl Zbar {
    fn new() -> Zbar {
        use zbar_rust::{ZBarConfig, ZBarSymbolType};
        let mut scanner = zbar_rust::ZBarImageScanner::new();
        // A setting that this libzbar doesn't know would only leave it as it comes.
        let settings = [
            (ZBarSymbolType::ZBarNone, ZBarConfig::ZBarCfgEnable, 0),
            (ZBarSymbolType::ZBarQRCode, ZBarConfig::ZBarCfgEnable, 1),
            (ZBarSymbolType::ZBarQRCode, ZBarConfig::ZBarCfgBinary, 1),
            (ZBarSymbolType::ZBarNone, ZBarConfig::ZBarCfgTestInverted, 1),
            (ZBarSymbolType::ZBarNone, ZBarConfig::ZBarCfgXDensity, 1),
            (ZBarSymbolType::ZBarNone, ZBarConfig::ZBarCfgYDensity, 1),
        ];
        for (symbol, setting, value) in settings {
            scanner.set_config(symbol, setting, value).ok();
        }
        Zbar { scanner }
    }
}

impl Decoder for Zbar {
    fn name(&self) -> &'static str {
        "zbar"
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        let found = self.scanner.scan_y800(&luma.bytes, luma.width, luma.height);
        found.map_or_else(
            |_| vec![],
            |codes| codes.into_iter().map(|code| code.data).collect(),
        )
    }
}

struct Quircs {
    quirc: quircs::Quirc,
}

impl Decoder for Quircs {
    fn name(&self) -> &'static str {
        "quircs"
    }

    fn read(&mut self, luma: &Luma) -> Texts {
        let (width, height) = (luma.width as usize, luma.height as usize);
        self.quirc
            .identify(width, height, &luma.bytes)
            .flatten()
            .filter_map(|code| code.decode().ok())
            .map(|decoded| decoded.payload)
            .collect()
    }
}

/// zxing-cpp at its best settings: what ours is measured against.
pub fn zxing_cpp() -> Box<dyn Decoder> {
    Box::new(ZxingCpp::new())
}

/// All peers, zxing-cpp first.
pub fn peers() -> Vec<Box<dyn Decoder>> {
    vec![
        zxing_cpp(),
        Box::new(Rxing { filtered: false }),
        Box::new(Rxing { filtered: true }),
        Box::new(Zbar::new()),
        Box::new(Quircs {
            quirc: quircs::Quirc::default(),
        }),
        Box::new(Rqrr),
    ]
}

/// Whether a decoder that said `read` said what is written: the same bytes, or the same text in the encoding that the
/// code's bytes are in. Only line ends may differ.
pub fn says(read: &[u8], written: &[u8]) -> bool {
    let plain = |bytes: &[u8]| -> Vec<u8> {
        let lines = bytes.iter().filter(|byte| **byte != b'\r');
        let mut lines: Vec<u8> = lines.copied().collect();
        while lines.last() == Some(&b'\n') {
            lines.pop();
        }
        lines
    };
    let written = plain(written);
    if plain(read) == written {
        return true;
    }
    if std::str::from_utf8(read).is_ok() {
        return false;
    }
    // A decoder that hands over raw bytes of an older encoding isn't wrong.
    [
        encoding_rs::SHIFT_JIS,
        encoding_rs::WINDOWS_1252,
        encoding_rs::GBK,
    ]
    .iter()
    .any(|encoding| plain(encoding.decode(read).0.as_bytes()) == written)
}
