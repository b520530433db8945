# shellcheck shell=bash disable=SC2154
# Ends a lab: finds and ends each of its processes. Part of netlab, which sets $lab.

list() {
  grep -hzs '^NETLAB_HOLDER=.*/nodes/switch$' /proc/[0-9]*/environ | tr '\0' '\n' |
    sed 's/^NETLAB_HOLDER=//; s,/nodes/switch$,,' | sort -u || true
}

lab_pids() { # every process of the lab: those with its mark, and all in a network namespace one of these is in
  local marked
  marked=$({ grep -lzxFs -- "NETLAB=$lab" /proc/[0-9]*/environ || true; } | cut -d / -f 3)
  [[ -n $marked ]] || return 0
  find /proc/[0-9]*/ns/net -maxdepth 0 -printf '%l %h\n' 2>/dev/null |
    awk -v marked="$marked" -v own="$(readlink /proc/self/ns/net)" -v first="$(readlink /proc/1/ns/net)" '
      BEGIN { split(marked, list, "\n"); for (i in list) mine[list[i]] }
      { split($2, path, "/"); pid = path[3]; net[pid] = $1; if (pid in mine) nets[$1] }
      END {
        delete nets[own]; delete nets[first]
        for (pid in net) if (pid in mine || net[pid] in nets) print pid
      }'
}

end_processes() { # SIGNAL TENTHS: sends the signal until no process is left or the time is over; 0 if none is left
  local pids tenths
  for ((tenths = $2; tenths > 0; tenths--)); do
    mapfile -t pids < <(comm -23 <(lab_pids | sort) <(if [[ $1 == TERM ]]; then holders; fi))
    ((${#pids[@]})) || return 0
    kill "-$1" "${pids[@]}" 2>/dev/null || true
    sleep 0.1
  done
  return 1
}

holders() { # ended last: they identify the namespaces
  cat -- "$lab"/nodes/*/pid 2>/dev/null | sort || true
}

remove_cgroups() { # of nodes with systemd: empty by now, and without the mount that made them
  local id
  for id in $(cat -- "$lab"/nodes/*/cgroups 2>/dev/null); do
    find /sys/fs/cgroup{,/systemd,/unified}/netlab-"$id" -depth -type d -exec rmdir -- {} + 2>/dev/null || true
  done
}

down() {
  # In this order: a lab that is being made has the file before it has anything else.
  [[ ! -d $lab || -z $(ls -A -- "$lab") || -e $lab/netlab ]] || fail "$lab is not a lab and not empty; nothing was removed" 2
  end_processes TERM 10 || true
  local round
  for round in {1..20}; do
    end_processes KILL 50 || break
    remove_cgroups
    # A step of a killed maker may still be at work. It fails as soon as the folder is gone; what it made must go too.
    if rm -rf -- "$lab" 2>/dev/null && [[ -z $(lab_pids) ]]; then return; fi
  done
  fail "cannot end the lab in $lab after $round tries; processes: $(lab_pids | tr '\n' ' ')"
}
