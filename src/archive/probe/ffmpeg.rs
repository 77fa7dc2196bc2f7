//! The one place that talks to FFmpeg: a demuxer over a file that is already open.
//!
//! FFmpeg gets bytes through two callbacks and nothing else: no names (which may be any bytes, or look
//! like addresses), no second file, no network, no decoder. It hands out plain numbers; what they mean is
//! decided in `packets`, which alone uses this module.
//!
//! The raw interface is used because ffmpeg-next opens files by name and reads whole streams to describe
//! them. Everything here exists since FFmpeg 5.1; structures are only ever read through the headers that
//! the program was built with.
#![allow(unsafe_code, reason = "a C library is called; every block says why it may")]

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::io;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::sync::Once;

use ffmpeg_next::ffi;

use super::container::Family;
use super::reader::{AT_ONCE, Reader, Stop, Whence};
use super::source::Source;

/// The version of the demuxers' library in use, `major.minor.micro`.
pub(crate) fn version() -> String {
    // SAFETY: the function takes nothing and returns a number.
    let version = unsafe { ffi::avformat_version() };
    format!("libavformat {}.{}.{}", version >> 16, (version >> 8) & 0xff, version & 0xff)
}

/// Why no (more) packets could be read.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its bytes could not be read.
    Stopped(Stop),
    /// FFmpeg cannot make sense of the container; in its words.
    Container(String),
}

/// What kind of stream it is, as far as this program cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Moving pictures (a cover picture is not).
    Video,
    /// Sound.
    Audio,
    /// Anything else.
    Other,
}

/// One stream of a container.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    /// What it carries.
    pub kind: Kind,
    /// FFmpeg's name of its codec.
    pub codec: Option<String>,
    /// Width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// Seconds of one tick: numerator and denominator.
    pub time_base: (u64, u64),
}

/// Where one frame lies, as the container's index says.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexEntry {
    /// First byte.
    pub position: i64,
    /// In bytes.
    pub size: i64,
    /// In ticks of its stream.
    pub time: i64,
}

/// One packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packet {
    /// Index of its stream.
    pub stream: usize,
    /// In ticks of its stream; of presentation, else of decoding.
    pub time: Option<i64>,
    /// In ticks of its stream.
    pub duration: Option<i64>,
    /// Not all of it is there.
    pub incomplete: bool,
}

/// FFmpeg's demuxer of one family, reading one file.
pub(super) struct Demuxer<'a> {
    /// Closed in `drop`, before `input` goes.
    context: NonNull<ffi::AVFormatContext>,
    packet: NonNull<ffi::AVPacket>,
    input: Input<'a>,
}

/// No table of any real recording needs more memory than this, in bytes.
const LARGEST_ALLOCATION: usize = 512 * 1024 * 1024;

impl<'a> Demuxer<'a> {
    /// Reads the container's header.
    pub(super) fn open(source: Source<'a>, family: Family) -> Result<Self, Failure> {
        static QUIET: Once = Once::new();
        // SAFETY: both only set a global number of FFmpeg, once, and have no preconditions.
        QUIET.call_once(|| unsafe {
            ffi::av_log_set_level(ffi::AV_LOG_QUIET);
            ffi::av_max_alloc(LARGEST_ALLOCATION);
        });
        let out_of_memory = || Failure::Stopped(Stop::Io(io::ErrorKind::OutOfMemory.into()));
        let input = Input::new(source).ok_or_else(out_of_memory)?;
        // SAFETY: takes nothing; a null result is handled.
        let context = NonNull::new(unsafe { ffi::avformat_alloc_context() }).ok_or_else(out_of_memory)?;
        let mut raw = context.as_ptr();
        // SAFETY: `raw` is a fresh context, owned here and shared with nobody; these fields are documented as
        // the caller's to set before opening.
        unsafe {
            (*raw).pb = input.context.as_ptr();
            (*raw).flags |= ffi::AVFMT_FLAG_CUSTOM_IO | ffi::AVFMT_FLAG_NOPARSE | ffi::AVFMT_FLAG_NOFILLIN;
            (*raw).io_open = Some(refuse_to_open);
        }
        let mut options = Options::default();
        options.set(c"format_whitelist", c"mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,asf")?;
        options.set(c"protocol_whitelist", c"file")?;
        // SAFETY: the name is a C string; a null result (a build without that demuxer) is handled next.
        let format = unsafe { ffi::av_find_input_format(demuxer_name(family).as_ptr()) };
        if format.is_null() {
            // SAFETY: the context was allocated above, was not opened, and is not used again.
            unsafe { ffi::avformat_free_context(raw) };
            return Err(Failure::Container(format!("this FFmpeg was built without its {family} reader")));
        }
        // SAFETY: `raw` is a valid context that reads through `input`, which outlives it; the format is not
        // null; no name is given; the options are a valid dictionary. On failure FFmpeg frees the context
        // and sets `raw` to null, but leaves `input` to us.
        let code = unsafe { ffi::avformat_open_input(&raw mut raw, ptr::null(), format, options.as_mut_ptr()) };
        if code < 0 {
            return Err(input.failure().unwrap_or_else(|| Failure::Container(message(code))));
        }
        let context = NonNull::new(raw).ok_or_else(out_of_memory)?;
        // SAFETY: takes nothing; a null result is handled.
        let Some(packet) = NonNull::new(unsafe { ffi::av_packet_alloc() }) else {
            // SAFETY: the context is open, is not used again, and its input still lives.
            unsafe { ffi::avformat_close_input(&raw mut raw) };
            return Err(out_of_memory());
        };
        Ok(Self { context, packet, input })
    }

    /// FFmpeg's name of the container format.
    pub(super) fn container(&self) -> Option<String> {
        // SAFETY: the context is open, so its format is set; FFmpeg's formats are static.
        unsafe { text((*(*self.context.as_ptr()).iformat).name) }
    }

    /// How many streams are known by now: a transport stream names more as it goes on.
    pub(super) fn stream_count(&self) -> usize {
        // SAFETY: the context is open.
        usize::try_from(unsafe { (*self.context.as_ptr()).nb_streams }).unwrap_or_default()
    }

    /// One stream; `None` if there is none of that index.
    pub(super) fn stream(&self, index: usize) -> Option<Stream> {
        let stream = self.raw_stream(index)?.as_ptr();
        // SAFETY: streams of an open context are valid, and each has parameters, until it is closed. The
        // kind and the codec are read as numbers: a newer library may use some that no variant of the
        // enumerations of our headers has.
        unsafe {
            let parameters = (*stream).codecpar;
            let media = (&raw const (*parameters).codec_type).cast::<c_int>().read();
            let codec = (&raw const (*parameters).codec_id).cast::<c_uint>().read();
            let picture = (*stream).disposition & ffi::AV_DISPOSITION_ATTACHED_PIC != 0;
            let size = |pixels: c_int| u32::try_from(pixels).ok().filter(|pixels| *pixels > 0);
            let base = (*stream).time_base;
            Some(Stream {
                kind: match media {
                    VIDEO if !picture => Kind::Video,
                    AUDIO => Kind::Audio,
                    _ => Kind::Other,
                },
                codec: if codec == NO_CODEC { None } else { text(avcodec_get_name(codec)) },
                dimensions: size((*parameters).width).zip(size((*parameters).height)),
                time_base: (u64::try_from(base.num).unwrap_or(0), u64::try_from(base.den).unwrap_or(0)),
            })
        }
    }

    /// The entries of the container's index for one stream, as far as they were read by now.
    pub(super) fn index_entries(&self, index: usize) -> impl Iterator<Item = IndexEntry> + '_ {
        let stream = self.raw_stream(index);
        // SAFETY: a stream of an open context.
        let count = stream.map_or(0, |stream| unsafe { ffi::avformat_index_get_entries_count(stream.as_ptr()) });
        (0..count).filter_map(move |nth| {
            // SAFETY: a stream of an open context (which this iterator borrows); the entry is copied before any
            // other call could move the index; null (no such entry) is handled.
            unsafe {
                let entry = ffi::avformat_index_get_entry(stream?.as_ptr(), nth).as_ref()?;
                Some(IndexEntry { position: entry.pos, size: i64::from(entry.size()), time: entry.timestamp })
            }
        })
    }

    /// The next packet; `None` at the end, which damage may bring early.
    pub(super) fn next_packet(&mut self) -> Result<Option<Packet>, Failure> {
        let packet = self.packet.as_ptr();
        // SAFETY: the context is open and the packet is ours and blank, or was unreferenced below.
        let code = unsafe { ffi::av_read_frame(self.context.as_ptr(), packet) };
        if let Some(failure) = self.input.failure() {
            return Err(failure);
        }
        if code < 0 {
            return Ok(None);
        }
        // SAFETY: av_read_frame filled the packet; its numbers are copied before it is unreferenced.
        let read = unsafe {
            let read = Packet {
                stream: usize::try_from((*packet).stream_index).unwrap_or(usize::MAX),
                time: set((*packet).pts).or_else(|| set((*packet).dts)),
                duration: set((*packet).duration).filter(|ticks| *ticks > 0),
                incomplete: (*packet).flags & ffi::AV_PKT_FLAG_CORRUPT != 0,
            };
            ffi::av_packet_unref(packet);
            read
        };
        Ok(Some(read))
    }

    /// Goes to about that byte. `false`: it could not, and where it stands now is not known.
    pub(super) fn seek_to_byte(&mut self, position: u64) -> bool {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.seek(-1, position, ffi::AVSEEK_FLAG_BYTE)
    }

    /// Goes to a key frame at or before that time, in ticks of that stream. `false`: it could not.
    pub(super) fn seek_to_time(&mut self, stream: usize, time: i64) -> bool {
        c_int::try_from(stream).is_ok_and(|stream| self.seek(stream, time, ffi::AVSEEK_FLAG_BACKWARD))
    }

    fn seek(&mut self, stream: c_int, target: i64, flags: c_int) -> bool {
        // SAFETY: the context is open; FFmpeg checks the index of the stream and the target.
        unsafe { ffi::av_seek_frame(self.context.as_ptr(), stream, target, flags) >= 0 }
    }

    fn raw_stream(&self, index: usize) -> Option<NonNull<ffi::AVStream>> {
        if index >= self.stream_count() {
            return None;
        }
        // SAFETY: the context is open, and holds as many stream pointers as it says.
        NonNull::new(unsafe { *(*self.context.as_ptr()).streams.add(index) })
    }
}

impl Drop for Demuxer<'_> {
    fn drop(&mut self) {
        let (mut packet, mut context) = (self.packet.as_ptr(), self.context.as_ptr());
        // SAFETY: both are ours, valid, and not used again; the input that the context reads from goes only
        // after this. A context with an input of the caller does not free it.
        unsafe {
            ffi::av_packet_free(&raw mut packet);
            ffi::avformat_close_input(&raw mut context);
        }
    }
}

/// The input of a demuxer: FFmpeg's buffer, and what the callbacks read from.
struct Input<'a> {
    context: NonNull<ffi::AVIOContext>,
    /// From `Box::into_raw`; the callbacks use it while FFmpeg runs, we use it only while it does not.
    reader: NonNull<Reader<'a>>,
    owns: PhantomData<Reader<'a>>,
}

impl<'a> Input<'a> {
    /// `None`: out of memory.
    fn new(source: Source<'a>) -> Option<Self> {
        let size = c_int::try_from(AT_ONCE).ok()?;
        let reader = Box::into_raw(Box::new(Reader::new(source)));
        // SAFETY: the size is a small constant; null is handled below.
        let buffer = unsafe { ffi::av_malloc(AT_ONCE) };
        let context = if buffer.is_null() {
            ptr::null_mut()
        } else {
            // SAFETY: the buffer is from av_malloc and of that size, and goes over to the new context; `reader`
            // stays valid until `drop` has freed that context, and is what both callbacks expect.
            unsafe {
                ffi::avio_alloc_context(
                    buffer.cast(),
                    size,
                    0,
                    reader.cast::<c_void>(),
                    Some(read_callback),
                    None,
                    Some(seek_callback),
                )
            }
        };
        match (NonNull::new(context), NonNull::new(reader)) {
            (Some(context), Some(reader)) => Some(Self { context, reader, owns: PhantomData }),
            _ => {
                // SAFETY: nobody took either of them over: freed once, here.
                unsafe {
                    ffi::av_free(buffer);
                    drop(Box::from_raw(reader));
                }
                None
            }
        }
    }

    /// What stopped the callbacks, if anything did.
    fn failure(&self) -> Option<Failure> {
        // SAFETY: FFmpeg does not run now, so no callback holds the reader.
        let stop = unsafe { (*self.reader.as_ptr()).take_stop() };
        stop.map(Failure::Stopped)
    }
}

impl Drop for Input<'_> {
    fn drop(&mut self) {
        let mut context = self.context.as_ptr();
        // SAFETY: the demuxer that read from it is closed, or never opened. FFmpeg may have replaced the
        // buffer, so the one it names now is freed; then the context, then what the callbacks used.
        unsafe {
            ffi::av_freep((&raw mut (*context).buffer).cast());
            ffi::avio_context_free(&raw mut context);
            drop(Box::from_raw(self.reader.as_ptr()));
        }
    }
}

/// FFmpeg's `AVSEEK_FORCE`: seek by any means; there is only one here.
const FORCE: c_int = 0x2_0000;

/// Reads for FFmpeg. An unwinding panic would end the process at this border; nothing in here panics.
unsafe extern "C" fn read_callback(opaque: *mut c_void, buffer: *mut u8, size: c_int) -> c_int {
    let Ok(size) = usize::try_from(size) else { return ffi::AVERROR_EXIT };
    // SAFETY: FFmpeg passes the reader that the input was made with, which lives as long as it and is used by
    // nobody else during a call of FFmpeg.
    let reader = unsafe { &mut *opaque.cast::<Reader<'_>>() };
    let Some(read) = reader.read(size) else { return ffi::AVERROR_EXIT };
    if read.is_empty() {
        return ffi::AVERROR_EOF;
    }
    // SAFETY: FFmpeg passes a buffer of its own of `size` bytes, and no more than that was read. Beyond what was
    // read nothing may be written: FFmpeg goes back to what it had there before.
    unsafe { ptr::copy_nonoverlapping(read.as_ptr(), buffer, read.len()) };
    c_int::try_from(read.len()).unwrap_or(ffi::AVERROR_EXIT)
}

/// Seeks for FFmpeg, as above.
unsafe extern "C" fn seek_callback(opaque: *mut c_void, offset: i64, whence: c_int) -> i64 {
    // SAFETY: as in `read_callback`.
    let reader = unsafe { &mut *opaque.cast::<Reader<'_>>() };
    let answer = match whence & !FORCE {
        ffi::AVSEEK_SIZE => Some(reader.size()),
        ffi::SEEK_SET => reader.seek(offset, Whence::Start),
        ffi::SEEK_CUR => reader.seek(offset, Whence::Here),
        ffi::SEEK_END => reader.seek(offset, Whence::End),
        _ => None,
    };
    answer.and_then(|at| i64::try_from(at).ok()).unwrap_or_else(|| i64::from(ffi::AVERROR_EXIT))
}

/// Some containers name further files; none is ever opened.
unsafe extern "C" fn refuse_to_open(
    _context: *mut ffi::AVFormatContext,
    _input: *mut *mut ffi::AVIOContext,
    _url: *const c_char,
    _flags: c_int,
    _options: *mut *mut ffi::AVDictionary,
) -> c_int {
    ffi::AVERROR_EXIT
}

/// A dictionary of options.
struct Options(*mut ffi::AVDictionary);

impl Default for Options {
    fn default() -> Self {
        Self(ptr::null_mut())
    }
}

impl Options {
    fn set(&mut self, key: &CStr, value: &CStr) -> Result<(), Failure> {
        // SAFETY: the dictionary is null or FFmpeg's own, key and value are C strings that FFmpeg copies.
        let code = unsafe { ffi::av_dict_set(&raw mut self.0, key.as_ptr(), value.as_ptr(), 0) };
        if code < 0 { Err(Failure::Container(message(code))) } else { Ok(()) }
    }

    fn as_mut_ptr(&mut self) -> *mut *mut ffi::AVDictionary {
        &raw mut self.0
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: the dictionary is null or FFmpeg's own, and not used again.
        unsafe { ffi::av_dict_free(&raw mut self.0) };
    }
}

unsafe extern "C" {
    /// The same as `ffi::avcodec_get_name`, which takes a Rust enumeration: of a newer library's codec no
    /// value of that may be made.
    fn avcodec_get_name(id: c_uint) -> *const c_char;
}

const VIDEO: c_int = 0;
const AUDIO: c_int = 1;
const NO_CODEC: c_uint = 0;

fn demuxer_name(family: Family) -> &'static CStr {
    match family {
        Family::Mp4 => c"mp4",
        Family::Matroska => c"matroska",
        Family::Avi => c"avi",
        Family::MpegTs => c"mpegts",
        Family::Asf => c"asf",
    }
}

/// A number that FFmpeg may leave unset.
fn set(number: i64) -> Option<i64> {
    (number != ffi::AV_NOPTS_VALUE).then_some(number)
}

/// A copy of one of FFmpeg's own strings.
///
/// # Safety
/// `text` is null or a C string.
unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: not null here, so a C string, as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// FFmpeg's words for one of its error codes.
fn message(code: c_int) -> String {
    let mut buffer: [c_char; 128] = [0; 128];
    // SAFETY: FFmpeg writes at most that many bytes and ends them with a zero, for unknown codes too.
    unsafe {
        ffi::av_strerror(code, buffer.as_mut_ptr(), buffer.len());
        text(buffer.as_ptr())
    }
    .unwrap_or_default()
}
