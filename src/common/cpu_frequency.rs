//! At which frequency CPUs run when a tool starts: until it changes nobody tells.

use std::{fs, path::Path};

use anyhow::{Result, anyhow, bail};
use libbpf_rs::{MapCore, MapFlags, Object};

/// Where the kernel shows its CPUs.
const CPUS: &str = "/sys/devices/system/cpu";

/// The frequency of each CPU by its number, in kHz; 0 where it is not known.
///
/// # Errors
/// The machine tells of none.
pub fn read_all() -> Result<Vec<u32>> {
    let found = read(Path::new(CPUS));
    if found.is_empty() {
        bail!("this machine, or the virtual one, does not tell at which frequency its CPUs run: {CPUS}/cpu*/cpufreq");
    }
    Ok(found)
}

fn read(folder: &Path) -> Vec<u32> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let cpu = entry.file_name().to_str().and_then(|name| name.strip_prefix("cpu")?.parse::<usize>().ok());
        let text = fs::read_to_string(entry.path().join("cpufreq/scaling_cur_freq"));
        let khz = text.ok().and_then(|text| text.trim().parse().ok());
        if let Some((cpu, khz)) = cpu.filter(|cpu| *cpu < MOST).zip(khz) {
            all.resize(all.len().max(cpu + 1), 0);
            all[cpu] = khz;
        }
    }
    all
}

/// No kernel is built for more CPUs.
const MOST: usize = 8192;

/// Tells the program, in the map `frequencies`.
///
/// # Errors
/// The kernel's.
pub fn tell(object: &Object, all: &[u32]) -> Result<()> {
    let map = object.maps().find(|map| map.name() == "frequencies");
    let map = map.ok_or_else(|| anyhow!("the BPF object has no map 'frequencies'"))?;
    for (cpu, khz) in (0_u32..).zip(all) {
        map.update(&cpu.to_ne_bytes(), &khz.to_ne_bytes(), MapFlags::ANY)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_read_by_cpu() {
        let folder = std::env::temp_dir().join(format!("probebox-cpus-{}", std::process::id()));
        for (cpu, text) in
            [("cpu0", "2400000\n"), ("cpu2", "800000"), ("cpu3", "<unknown>"), ("cpux", "1"), ("cpu9999999", "1")]
        {
            fs::create_dir_all(folder.join(cpu).join("cpufreq")).unwrap();
            fs::write(folder.join(cpu).join("cpufreq/scaling_cur_freq"), text).unwrap();
        }
        assert_eq!(read(&folder), [2_400_000, 0, 800_000]);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(read(&folder), [0_u32; 0]);
    }
}
