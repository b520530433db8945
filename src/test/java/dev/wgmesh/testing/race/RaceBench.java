package dev.wgmesh.testing.race;

import dev.wgmesh.provider.ServerPlace.Read;

public final class RaceBench {
    public static void main(String[] a) throws Exception {
        for (String kind : a) {
            for (Loss loss : Loss.values()) {
                for (Script s : new Script[] {Script.joins(), Script.mixed()}) {
                    try (Raced place = of(kind)) {
                        if (loss != Loss.NONE && !place.losses().contains(loss)) continue;
                        place.losing(loss);
                        Standing st = Race.run(place, s);
                        System.out.println(
                                kind
                                        + " "
                                        + loss
                                        + " "
                                        + st.kept()
                                        + "/"
                                        + st.expected().size()
                                        + " rev "
                                        + st.revision()
                                        + " commits "
                                        + st.tally().commits()
                                        + " anew "
                                        + st.tally().anew()
                                        + " "
                                        + st.took().toMillis()
                                        + " ms "
                                        + st.tally().failed());
                        st.wrongs().forEach(System.out::println);
                        if (place instanceof RacedFile f)
                            System.out.println(f.kills() + " " + f.leftBehind());
                    }
                }
            }
            try (Raced place = of(kind)) {
                if (place.unguarded().isPresent()) {
                    Standing st = Race.naively(place, Script.joins());
                    System.out.println(
                            kind
                                    + " naive "
                                    + st.kept()
                                    + " "
                                    + st.doubled()
                                    + " "
                                    + st.took().toMillis());
                }
            }
        }
    }

    static Raced of(String kind) throws Exception {
        return switch (kind) {
            case "memory" -> new RacedMemory();
            case "cloud" -> new RacedCloud();
            case "file" -> new RacedFile();
            case "bind" -> RacedServer.bind(Read.ANY);
            case "bindask" -> RacedServer.bind(Read.ASK);
            case "serve" -> RacedServer.serve(Read.ANY);
            case "knot" -> RacedServer.knot(Read.ANY);
            default -> RacedServer.knot(Read.ASK);
        };
    }
}
