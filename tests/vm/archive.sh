# Debian's archive through apt, beside the machine's own configuration. Sourced.
#
# Everything comes by package name from signed indexes: apt checks the Release file's signature against Debian's
# keyring, the index against the Release file, the package against the index. The state of each suite (lists, caches)
# lives under $cache/apt/SUITE, so nothing of the machine's own apt is touched and no root is needed.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/probebox
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() { echo "${0##*/}: $*" >&2; exit 1; }
say() { echo "${0##*/}: $*" >&2; }

# mirrors: sets $mirror and $security. DEBIAN_MIRROR wins; then what the machine's own sources name, if it is a Debian;
# then Debian's address for everyone.
mirrors() {
	local id='' codename='' targets='' uri release
	mirror=${DEBIAN_MIRROR:-} security=${DEBIAN_SECURITY_MIRROR:-${DEBIAN_MIRROR:+${DEBIAN_MIRROR%/}-security}}
	[[ -n $mirror ]] && return
	# shellcheck disable=SC1091
	{ id=$(. /etc/os-release && echo "${ID:-}"); codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}"); }
	[[ $id == debian ]] && targets=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages')
	while read -r uri release; do
		case $release in
			"$codename") mirror=${mirror:-$uri} ;;
			"$codename-security") security=${security:-$uri} ;;
		esac
	done <<<"$targets"
	mirror=${mirror:-http://deb.debian.org/debian} security=${security:-http://deb.debian.org/debian-security}
}

# source_of URI SUITE...: one deb822 source; only the package index is fetched. An archived suite is signed no more, so
# the date in its Release file runs out; its signature is checked all the same.
source_of() {
	local uri=$1; shift
	printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: amd64\nTargets: Packages\nSigned-By: %s\n' \
		"$uri" "$*" "$keyring"
	[[ $1 == bullseye* ]] && echo 'Check-Valid-Until: no'
	echo
}

# suite_apt SUITE TOOL ARGS...: apt-get or apt-cache with the suite's private configuration
suite_apt() { local suite=$1 tool=$2; shift 2; "$tool" -q -c "$cache/apt/$suite/apt.conf" "$@"; }

# suite_update SUITE: fetches the suite's signed indexes, with -updates and -security where they exist
suite_update() {
	local suite=$1 dir=$cache/apt/$1 log
	[[ -e $keyring ]] || die "$keyring is missing: install the package debian-archive-keyring"
	mirrors
	mkdir -p "$dir"/{lists/partial,archives/partial}
	: >"$dir/status"
	log=$dir/update.log
	cat >"$dir/apt.conf" <<-CONF
		#clear APT::Update;
		#clear DPkg::Post-Invoke;
		#clear Acquire::IndexTargets::deb::DEP-11;
		APT::Architecture "amd64";
		#clear APT::Architectures;
		APT::Architectures { "amd64"; };
		APT::Sandbox::User "root";
		APT::Get::AllowUnauthenticated "false";
		Acquire::AllowInsecureRepositories "false";
		Acquire::AllowWeakRepositories "false";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Dir::State "$dir";
		Dir::State::lists "$dir/lists";
		Dir::State::status "$dir/status";
		Dir::Cache "$dir";
		Dir::Cache::archives "$dir/archives";
		Dir::Etc::SourceList "$dir/sources.sources";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
	CONF
	local main=("$suite") sources=()
	[[ $suite == sid ]] || main+=("$suite-updates")
	sources+=("$(source_of "$mirror" "${main[@]}")")
	[[ $suite == sid ]] || sources[0]+=$'\n\n'$(source_of "$security" "$suite-security")
	# a suite past its support moves to the archive of old releases
	[[ $suite == bullseye ]] && sources+=("$(source_of http://archive.debian.org/debian bullseye)")
	local source
	for source in "${sources[@]}"; do
		printf '%s\n' "$source" >"$dir/sources.sources"
		say "reading $suite's package index from $(sed -n 's/^URIs: //p;T;q' "$dir/sources.sources")"
		suite_apt "$suite" apt-get update --error-on=any >"$log" 2>&1 && return
		sed 's/^/  /' "$log" >&2
	done
	die "Debian's $suite cannot be read (see above): check the network, or name a mirror with DEBIAN_MIRROR=http://HOST/debian"
}

# suite_get SUITE DIR PACKAGE...: downloads packages, checked by apt, into DIR
suite_get() {
	local suite=$1 dir=$2; shift 2
	(cd "$dir" && suite_apt "$suite" apt-get download "$@" >download.log 2>&1) ||
		{ sed 's/^/  /' "$dir/download.log" >&2; die "cannot download $* from Debian's $suite"; }
}
