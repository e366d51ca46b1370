# Sourced by ./mvnw and ./provision: points JAVA_HOME at a JDK 25 or newer, and says what to install where there is none.
# Looks at JAVA_HOME, then PATH, then the folders in which the usual installers put JDKs.

jdk_major() { # the major version of the JDK in folder $1, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  # In the shell itself: every program that is started here delays every start of the CLI.
  while IFS='"' read -r key value _; do
    [ "$key" != JAVA_VERSION= ] || printf '%s\n' "${value%%[!0-9]*}"
  done <"$1/release"
}

find_jdk25() {
  on_path=$(command -v javac 2>/dev/null) || on_path=
  if [ -n "$on_path" ]; then
    resolved=$(readlink -f "$on_path" 2>/dev/null) || resolved=$on_path
    on_path=${resolved%/*/*}
  fi
  set +f # ./mvnw turns globbing off
  for jdk in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/*; do
    [ -n "$jdk" ] || continue
    major=$(jdk_major "$jdk")
    if [ -n "$major" ] && [ "$major" -ge 25 ]; then
      printf '%s\n' "$jdk"
      return 0
    fi
  done
  return 1
}

if jdk25=$(find_jdk25); then
  JAVA_HOME=$jdk25
  export JAVA_HOME
else
  cat >&2 <<'MESSAGE'
provision needs a JDK 25 or newer and found none in JAVA_HOME, on the PATH or in the usual folders.
Install one, for example Eclipse Temurin 25:
  Debian, Ubuntu   apt install temurin-25-jdk   (repository: https://adoptium.net/installation/linux)
  macOS            brew install --cask temurin@25
  anywhere         sdk install java 25-tem      (https://sdkman.io)
or set JAVA_HOME to the JDK's folder.
MESSAGE
  exit 2
fi
