# shellcheck shell=bash
# Sourced by scripts/package and scripts/install, which define: home, install (yes or no), say, fail.

# shellcheck source=scripts/install.bash
. "$home/scripts/install.bash"
# shellcheck source=scripts/start.sh
. "$home/scripts/start.sh"
# shellcheck source=scripts/train.sh
. "$home/scripts/train.sh"
# shellcheck source=scripts/package.d/sbom.bash
. "$home/scripts/package.d/sbom.bash"
# shellcheck source=scripts/package.d/tree.bash
. "$home/scripts/package.d/tree.bash"
