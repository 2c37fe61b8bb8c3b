# Sourced by the gate's scripts: where the tree is, the environment every step shares, and the clock beside each step.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD

# The steps name workspace and module mode themselves, and -mod=mod is refused in a workspace.
# Version stamps are left out so that a binary depends on its sources alone.
unset GOWORK
export GOFLAGS=-buildvcs=false

scratch=$(mktemp -d)
current=""
trap 'status=$?
	chmod -R u+w "$scratch"
	rm -rf "$scratch"
	if [ "$status" -ne 0 ]; then printf "\nFAILED in \"%s\" after %d s\n" "$current" "$SECONDS" >&2; fi' EXIT

# step NAME COMMAND [ARGUMENT...] runs the command and prints how many seconds it took. It stops the script when
# the command fails.
step() {
	local began=$SECONDS
	current=$1
	shift
	printf '\n== %s\n' "$current"
	"$@"
	printf -- '-- %s: %d s\n' "$current" "$((SECONDS - began))"
}

# files [PATTERN...] lists the files of the tree that git has or would take, without those deleted meanwhile;
# outside a repository, all files. Ends each with a zero byte.
files() {
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
		git ls-files -z --cached --others --exclude-standard -- "$@" |
			while IFS= read -r -d '' file; do
				if [ -e "$file" ]; then printf '%s\0' "$file"; fi
			done
	else
		find . -type f -name "${1:-*}" -not -path './.git/*' -not -path './.ci/bin/*' -not -path '*/out/*' -print0
	fi
}

# modules lists the folders of the modules of go.work.
modules() {
	go list -m -f '{{.Dir}}'
}

# tests FILE [ENVIRONMENT...] COMMAND... runs a test command, shows its output, and keeps it in FILE.
tests() {
	local file=$1
	shift
	env "$@" 2>&1 | tee "$file"
}

# closing FILE prints the runner's own closing line of each package whose tests passed.
closing() {
	grep -E '^ok[[:space:]]' "$1"
}
