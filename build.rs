//! Compiles every `src/bpf/<tool>.bpf.c` into `$OUT_DIR/<tool>.bpf.o` and its skeleton `$OUT_DIR/<tool>.skel.rs`, which holds
//! the object packed. What is there already of the same sources is not made again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{
    collections::BTreeSet, env, error::Error, fmt::Write as _, fs, io::Write as _, path::Path, process::Command,
};
use std::{path::PathBuf, thread};

use flate2::{Compression, write::ZlibEncoder};
use libbpf_cargo::SkeletonBuilder;

#[path = "build/skeleton.rs"]
mod skeleton;
#[path = "build/slim.rs"]
mod slim;

fn main() -> Result<(), Box<dyn Error>> {
    let src = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/bpf");
    let out = env::var("OUT_DIR")?;
    println!("cargo:rerun-if-changed={}", src.display()); // the whole folder: sources and headers
    let clang = clang_version()?;
    println!("cargo:rustc-env=CLANG_VERSION={clang}");
    // The addresses that a binary which may lie anywhere has in its data take a twentieth of it, or, in this form, hardly
    // anything. The C library (since 2.36) and linkers (since 2022) know it.
    println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    let include = format!("-I{}", src.display());
    compile_kernel_types(&src, &out, &include)?;
    let mut tools = Vec::new();
    for entry in fs::read_dir(&src)? {
        let name = entry?.file_name().into_string().map_err(|name| format!("{} is not UTF-8", name.display()))?;
        tools.extend(name.strip_suffix(".bpf.c").map(str::to_owned));
    }
    tools.sort();
    let objects = tools.iter().map(|tool| format!("({tool:?}, include_bytes!(\"{out}/{tool}.bpf.o\")),\n"));
    fs::write(format!("{out}/objects.rs"), format!("&[\n{}]\n", objects.collect::<String>()))?; // for tests
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(tool) = tools.get(next.fetch_add(1, Ordering::Relaxed)) {
            compile(tool, &src, &out, &include, &clang).map_err(|error| format!("{tool}.bpf.c: {error}"))?;
        }
        Ok::<(), String>(())
    };
    thread::scope(|scope| {
        let threads: usize = env::var("NUM_JOBS")?.parse()?;
        let jobs: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        jobs.into_iter().try_for_each(|job| job.join().map_err(|_| "a compile job panicked")?.map_err(Box::from))
    })
}

/// The compiler's own name for itself, which tests of what it made depend on.
fn clang_version() -> Result<String, Box<dyn Error>> {
    let clang = env::var_os("CLANG").unwrap_or_else(|| "clang".into());
    let told = Command::new(clang).arg("--version").output()?.stdout;
    Ok(String::from_utf8(told)?.lines().next().unwrap_or_default().to_owned())
}

/// `-mcpu=v2`: newer instruction sets bring atomics that kernels before 5.12 refuse.
fn builder(source: &Path, src: &Path, object: &str, include: &str) -> SkeletonBuilder {
    let paths = format!("-ffile-prefix-map={}=.", src.display());
    let mut builder = SkeletonBuilder::new();
    builder
        .source(source)
        .obj(object)
        .clang_args([include, "-Wall", "-Werror", "-mcpu=v2", "-fdebug-compilation-dir=.", &paths])
        .reference_obj(true);
    builder
}

fn compile(tool: &str, src: &Path, out: &str, include: &str, clang: &str) -> Result<(), String> {
    let (object, skeleton) = (format!("{out}/{tool}.bpf.o"), format!("{out}/{tool}.skel.rs"));
    let (source, note) = (src.join(format!("{tool}.bpf.c")), format!("{out}/{tool}.made-of"));
    let made_of = digest(&source, src, clang, &skeleton).map_err(|error| error.to_string())?;
    if fs::read_to_string(&note).is_ok_and(|noted| noted == made_of) {
        return Ok(());
    }
    builder(&source, src, &object, include).build_and_generate(&skeleton).map_err(|error| format!("{error:#}"))?;
    pack(&object, &skeleton).map_err(|error| format!("packing: {error}"))?;
    fs::write(note, made_of).map_err(|error| error.to_string())
}

/// A digest of all that goes into an object and its skeleton: its source, the headers of `src` that this includes, the
/// compiler, what calls it, and where the skeleton lies, which names the object's place.
fn digest(source: &Path, src: &Path, clang: &str, skeleton: &str) -> Result<String, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    (clang, skeleton, include_str!("build.rs"), include_str!("Cargo.lock")).hash(&mut hasher);
    (include_str!("build/skeleton.rs"), include_str!("build/slim.rs")).hash(&mut hasher);
    let (mut seen, mut left) = (BTreeSet::new(), vec![source.to_owned()]);
    while let Some(path) = left.pop() {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        (path.strip_prefix(src)?, &text).hash(&mut hasher);
        let included = text.lines().filter_map(|line| line.strip_prefix("#include \"")?.split_once('"'));
        left.extend(included.map(|(name, _)| src.join(name)).filter(|path: &PathBuf| seen.insert(path.clone())));
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Leaves in the object what is read, packs that, at a tenth of what clang has made, and writes the skeleton anew with it.
/// Which line of the source an instruction is of, for the verifier's log, stays while one works on a tool.
fn pack(object: &str, skeleton: &str) -> Result<(), Box<dyn Error>> {
    let is_release = env::var("PROFILE")? == "release";
    let slim = slim::slim(&fs::read(object)?, is_release).ok_or("no object")?;
    fs::write(object, &slim)?; // for tests
    let packed = format!("{object}.z");
    let mut encoder = ZlibEncoder::new(fs::File::create(&packed)?, Compression::best());
    encoder.write_all(&slim)?;
    encoder.finish()?;
    let text = skeleton::rewrite(&fs::read_to_string(skeleton)?, &packed)?;
    Ok(fs::write(skeleton, text)?)
}

/// `$OUT_DIR/kernel_types.bpf.o`: every type of the kernel that `src/bpf/kernel` declares, for the test that compares
/// them with those of real kernels. One that no program uses would be in no other object.
fn compile_kernel_types(src: &Path, out: &str, include: &str) -> Result<(), Box<dyn Error>> {
    let mut includes = String::from("#include \"lib/core.bpf.h\"\n");
    let mut variables = String::new();
    for entry in fs::read_dir(src.join("kernel"))? {
        let path = entry?.path();
        writeln!(includes, "#include \"kernel/{}\"", path.file_name().ok_or("no name")?.display())?;
        let mut declared = String::new();
        for line in fs::read_to_string(&path)?.lines() {
            if let Some(name) =
                line.strip_suffix(" {").filter(|name| name.starts_with("struct ") && !name.contains('('))
            {
                name.clone_into(&mut declared);
            } else if let Some(rest) = line.strip_prefix("} __attribute__((preserve_access_index))") {
                // The name stands before the members, or for a typedef here.
                let name = Some(rest.trim_matches([' ', ';'])).filter(|name| !name.is_empty()).unwrap_or(&declared);
                writeln!(variables, "{name} kernel_type_{};", name.replace(' ', "_"))?;
            }
        }
    }
    let source = format!("{out}/kernel_types.bpf.c");
    fs::write(&source, includes + &variables)?;
    builder(Path::new(&source), src, &format!("{out}/kernel_types.bpf.o"), include).build()?;
    Ok(())
}
