package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Rule;
import java.util.List;

/**
 * Every rule, by the letter and number of its id. A new rule is a class of its own and a line here.
 */
final class Rules {
    private Rules() {}

    static List<Rule> all() {
        return List.of(
                new Z001Syntax(),
                new Z002Include(),
                new M001NoRecords(),
                new M002NoKey(),
                new M003NoAddress(),
                new M004NotListed(),
                new M005Twice(),
                new M006NoHostName(),
                new M007Spelling(),
                new M008OtherZone(),
                new M009NoMesh(),
                new M011NoDot(),
                new M012NotAHost(),
                new M013Idna(),
                new M014SubList(),
                new M015Origin(),
                new M016Pairs(),
                new K001NotBase64(),
                new K002Length(),
                new K003Canonical(),
                new K004Zero(),
                new K005LowOrder(),
                new K006Coordinate(),
                new K007Shared(),
                new K008TwoKeys(),
                new K009Private(),
                new K010Demo(),
                new A001Overlap(),
                new A002OutsidePools(),
                new A003Reserved(),
                new A004Scope(),
                new A005Public(),
                new A006Loop(),
                new A007PoolRange(),
                new A008Family(),
                new A009PoolFull(),
                new A010Pools(),
                new A011OwnEndpoint(),
                new A012Wide(),
                new D001Alias(),
                new D002Ttls(),
                new D003Duplicate(),
                new D004LongString(),
                new D005Nearly(),
                new D006Bind(),
                new D007Recursor(),
                new D008Route53(),
                new D009TooLarge(),
                new D010NeedsTcp(),
                new D011Underscore(),
                new D013OutOfZone(),
                new D014Soa(),
                new D015Servers());
    }
}
