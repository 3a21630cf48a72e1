//! Pods of Kubernetes: groups as the kubelet makes them with each of its drivers, for each class of service, and what
//! containerd and CRI-O write down of the containers.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::containers::remove_group;
use crate::support::{Tool, Workload, mark};

/// A container of a pod, and how it got its group.
struct Case {
    /// Of the kubelet's: `cgroupfs` or `systemd`.
    driver: &'static str,
    /// The class of service; of the first there is no folder.
    class: &'static str,
    runtime: &'static str,
    number: usize,
}

impl Case {
    fn all() -> Vec<Self> {
        let drivers = ["cgroupfs", "systemd"].into_iter();
        let ways = drivers.flat_map(|driver| ["guaranteed", "burstable", "besteffort"].map(|class| (driver, class)));
        let each = ways.flat_map(|(driver, class)| ["containerd", "cri-o"].map(|runtime| (driver, class, runtime)));
        each.enumerate().map(|(number, (driver, class, runtime))| Self { driver, class, runtime, number }).collect()
    }

    fn id(&self) -> String {
        format!("{:064x}", 0xabc_0000 + self.number)
    }

    fn uid(&self) -> String {
        format!("57e67067-89e4-4001-bdd4-{:012x}", self.number)
    }

    fn pod(&self) -> String {
        format!("shop-{}", self.number)
    }

    fn opens(&self) -> usize {
        2 * (self.number + 1)
    }

    fn prefix(&self) -> String {
        format!("{}{}-", mark("kubernetes"), self.number)
    }

    /// The path of its group.
    fn group(&self) -> String {
        let (id, uid) = (self.id(), self.uid());
        let class = if self.class == "guaranteed" { "" } else { self.class };
        if self.driver == "cgroupfs" {
            let name = if self.runtime == "cri-o" { format!("crio-{id}") } else { id };
            return format!("kubepods/{class}/pod{uid}/{name}").replace("//", "/");
        }
        let prefix = if self.runtime == "cri-o" { "crio" } else { "cri-containerd" };
        let (slice, above) = match class {
            "" => ("kubepods".to_owned(), "kubepods.slice".to_owned()),
            _ => (format!("kubepods-{class}"), format!("kubepods.slice/kubepods-{class}.slice")),
        };
        format!("{above}/{slice}-pod{}.slice/{prefix}-{id}.scope", uid.replace('-', "_"))
    }

    /// The folder in which its runtime has its configuration.
    fn folder(&self) -> String {
        match self.runtime {
            "cri-o" => format!("/run/containers/storage/overlay-containers/{}/userdata", self.id()),
            _ => format!("/run/containerd/io.containerd.runtime.v2.task/k8s.io/{}", self.id()),
        }
    }

    /// Writes down what its runtime would.
    fn write(&self) {
        let annotations = match self.runtime {
            "cri-o" => json!({
                "io.kubernetes.container.name": "app",
                "io.kubernetes.cri-o.ContainerType": "container",
                "io.kubernetes.cri-o.ImageName": "registry.example/app:1",
                "io.kubernetes.pod.name": self.pod(),
                "io.kubernetes.pod.namespace": "prod",
                "io.kubernetes.pod.uid": self.uid(),
            }),
            _ => json!({
                "io.kubernetes.cri.container-name": "app",
                "io.kubernetes.cri.container-type": "container",
                "io.kubernetes.cri.image-name": "registry.example/app:1",
                "io.kubernetes.cri.sandbox-name": self.pod(),
                "io.kubernetes.cri.sandbox-namespace": "prod",
                "io.kubernetes.cri.sandbox-uid": self.uid(),
            }),
        };
        fs::create_dir_all(self.folder()).unwrap();
        fs::write(self.folder() + "/config.json", json!({ "annotations": annotations }).to_string()).unwrap();
    }

    /// What rows must tell.
    fn known(&self) -> (Value, Value) {
        let image = "registry.example/app:1";
        (
            json!({ "id": self.id(), "name": "app", "runtime": self.runtime, "image": image }),
            json!({ "uid": self.uid(), "namespace": "prod", "name": self.pod() }),
        )
    }
}

#[test]
fn opens_in_pods_are_told_with_pod_and_container() {
    let cases = Case::all();
    let start = |case: &Case| {
        case.write();
        Workload::start(&["cgroup-bare", &case.group(), "wait", "opens", &case.opens().to_string(), &case.prefix()])
    };
    let inside: Vec<_> = cases.iter().map(start).collect();
    let everything = Tool::start(&["opensnoop", "--json", "--path", &mark("kubernetes")]);
    let chosen = Tool::start(&["opensnoop", "--json", "--path", &mark("kubernetes"), "--pod", "prod/shop-7"]);
    for workload in inside {
        workload.go();
    }
    let (everything, chosen) = (everything.stop(), chosen.stop());
    for output in [&everything, &chosen] {
        output.assert_nothing_lost();
    }
    for case in &cases {
        let rows = everything.rows_where(|row| row.text("path").starts_with(&case.prefix()));
        assert_eq!(rows.len(), case.opens(), "{}: {everything}", case.group());
        let (container, pod) = case.known();
        for row in rows {
            assert_eq!((row.get("container"), row.get("pod")), (&container, &pod), "{}", case.group());
        }
    }
    assert_eq!(chosen.rows.len(), cases[7].opens(), "{chosen}");
    assert!(chosen.rows.iter().all(|row| row.text("path").starts_with(&cases[7].prefix())), "{chosen}");

    for case in &cases {
        remove_group(&case.group());
    }
    for path in ["/run/containerd", "/run/containers"] {
        fs::remove_dir_all(path).unwrap();
    }
    for path in ["/sys/fs/cgroup/kubepods", "/sys/fs/cgroup/kubepods.slice"] {
        assert!(!Path::new(path).exists(), "{path} is left behind");
    }
}
