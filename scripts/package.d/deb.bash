# shellcheck shell=bash
# Makes the Debian package of a tree.

# Prints the packages of the shared libraries that the runtime needs, as a field Depends has them.
library_packages() { # TREE
    local debian=$scratch/shlibs
    rm -rf "$debian"
    mkdir -p "$debian/debian"
    printf 'Source: wg-mesh\n\nPackage: wg-mesh\nArchitecture: any\n' >"$debian/debian/control"
    (cd "$debian" && find "$1/lib/wg-mesh" \( -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper \) -type f -print0 \
        | xargs -0 dpkg-shlibdeps --ignore-missing-info -O -l"$(dirname "$(find "$1" -name libjvm.so)")" -l"$(dirname "$(find "$1" -name libjava.so)")" 2>"$debian/log") \
        | sed -n 's/^shlibs:Depends=//p'
}

# Sets maintainer, "NAME <ADDRESS>": who makes the package, as Debian's tools name him, else the author
# of the last commit.
read_maintainer() {
    local name=${DEBFULLNAME:-} address=${DEBEMAIL:-}
    [[ -n $name ]] || name=$(git -C "$home" log -1 --format=%an 2>/dev/null) || name=
    [[ -n $address ]] || address=$(git -C "$home" log -1 --format=%ae 2>/dev/null) || address=
    [[ -n $name && -n $address ]] \
        || fail "the package needs a maintainer, and this folder is no clone. fix: DEBFULLNAME=NAME DEBEMAIL=ADDRESS scripts/package"
    maintainer="$name <$address>"
}

make_deb() { # TREE OUTPUT-FILE ARCHITECTURE
    local root=$scratch/root debian=$home/scripts/package.d/debian libraries doc script
    mkdir -p "$root/usr" "$root/DEBIAN"
    cp -a "$1/." "$root/usr/"
    place_unit "$root/usr" /usr
    install -d -m 755 "$root/usr/share" "$root/etc"
    install -d -m 700 "$root/etc/wg-mesh"
    if [[ -d $root/usr/share/zsh/site-functions ]]; then
        mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
    fi
    doc=$root/usr/share/doc/wg-mesh
    install -m 644 "$debian/copyright" "$doc/copyright"
    write_changelog | gzip -9n >"$doc/changelog.Debian.gz"
    gzip -9n <"$home/CHANGELOG.md" >"$doc/changelog.gz"
    install -d -m 755 "$root/usr/share/lintian/overrides"
    install -m 644 "$debian/lintian-overrides" "$root/usr/share/lintian/overrides/wg-mesh"
    libraries=$(library_packages "$1")
    [[ $libraries == *libc6* ]] || fail "dpkg-shlibdeps found no libraries; see $scratch/shlibs/log"
    for script in postinst prerm postrm; do
        install -m 755 "$debian/$script" "$root/DEBIAN/$script"
    done
    sed -e "s/@MAINTAINER@/${maintainer//[&\/\\]/\\&}/" -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$3/; s/@LIBRARIES@/$libraries/" \
        -e "s/@SIZE@/$(du -sk --apparent-size "$root/usr" | cut -f 1)/" "$debian/control" >"$root/DEBIAN/control"
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    chmod 644 "$root/DEBIAN/md5sums" "$root/DEBIAN/control"
    set_times "$root"
    dpkg-deb --root-owner-group -Zxz -z"${xz_level:-2}" --build "$root" "$2" >&2 || fail "dpkg-deb failed"
    rm -rf "$root"
}

# The changelog of the Debian package, which names the changes of wg-mesh itself.
write_changelog() {
    cat <<CHANGELOG
wg-mesh ($version) unstable; urgency=medium

  * Built from the sources of this version. What changed is in changelog.gz.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$epoch")
CHANGELOG
}
