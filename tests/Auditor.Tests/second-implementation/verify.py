#!/usr/bin/env python3
"""Verifies what the audit gives out, written from docs/audit-format.md and not from the auditor's code.

usage: verify.py FILE PUBLIC_KEY_PEM ANCHOR_FILE          an export (9): «OK <events>», or «BAD <code> <position>» of the first finding
       verify.py proof PROOF PUBLIC_KEY_PEM               the proof of one event (8): «OK <position>» or «BAD proof <position>»
       verify.py digest DIGEST PUBLIC_KEY_PEM FILE        signed sums against an export (10): «OK <events>», or every «BAD …»
       verify.py legs FILE                                of each line {"type", "data"} what it moves (7), as {"account": kopecks}

Exit codes: 0, 1, and 2 when a file is none of these. Python 3 and its standard library alone.
"""
import base64, datetime, hashlib, json, re, sys

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def sha(data):
    return hashlib.sha256(data).digest()


# 2 and 3: leaves and chains

def field(value):
    return b"\xff\xff\xff\xff" if value is None else len(value).to_bytes(4, "big") + value


def text(value):
    return field(None if value is None else value.encode())


def number(value):
    return value.to_bytes(8, "big", signed=True)


def uuid(value):
    return bytes.fromhex(value.replace("-", ""))


def leaf_of(e):
    binary = e.get("binary")
    return sha(b"\0" + text("marketplace-event-v1") + number(e["sequence"]) + uuid(e["id"]) + uuid(e["stream"]) + number(e["version"])
               + number(e["timestamp"]) + (b"\1" if e["archived"] else b"\0") + text(e["type"]) + text(e["data"])
               + field(None if binary is None else base64.b64decode(binary)) + text(e.get("tenant")) + text(e.get("dotnetType"))
               + text(e.get("correlation")) + text(e.get("causation")) + text(e.get("headers")) + text(e.get("user")))


# 4: the tree, as the hashes of its complete subtrees, the largest first

class Tree:
    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        rest = self.size
        while rest & 1:
            leaf, rest = sha(b"\1" + self.peaks.pop() + leaf), rest >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha(b"\1" + peak + root)
        return root


# 5: checkpoints

NOTE = re.compile(r"(?P<text>(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]*)\n(?P<root>[^\n]+)\nwallets (?P<wallets>-?[0-9]+)\nholds (?P<holds>-?[0-9]+)\n"
                  r"signed [^\n]+\n)\n(?P<signatures>(— [^ +\n]+ [A-Za-z0-9+/=]+\n)+)")


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    result = None
    while k:
        result, point, k = add(result, point) if k & 1 else result, add(point, point), k >> 1
    return result


def read_integer(der, at):
    length = der[at + 1]
    return int.from_bytes(der[at + 2:at + 2 + length], "big"), at + 2 + length


class Key:
    def __init__(self, pem):
        der = base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))
        self.id = sha(der)[:4]
        self.point = int.from_bytes(der[-64:-32], "big"), int.from_bytes(der[-32:], "big")

    def has_signed(self, note):
        for line in note["signatures"].splitlines():
            _, name, signature = line.split(" ")
            raw = base64.b64decode(signature)
            if name == note["origin"] and raw[:4] == self.id:
                return self.verify(note["text"].encode(), raw[4:])
        return False

    def verify(self, message, der):
        r, at = read_integer(der, 2)
        s, _ = read_integer(der, at)
        if not (0 < r < N and 0 < s < N):
            return False
        z, w = int.from_bytes(sha(message), "big"), pow(s, -1, N)
        point = add(times(z * w % N, G), times(r * w % N, self.point))
        return point is not None and point[0] % N == r


def read_note(note):
    match = NOTE.fullmatch(note)
    return match.groupdict() | {"whole": note, "size": int(match["size"])} if match else None


def read_anchors(path):
    notes, note, signed = [], "", False
    for line in open(path, encoding="utf-8", newline="\n").read().split("\n"):
        if line or not signed:
            note += line + "\n"
            signed = signed or line.startswith("—")
        else:
            notes.append(read_note(note))
            note, signed = "", False
    return notes


# 7: postings

def amount(value):
    if type(value) is not int or not -2**63 <= value < 2**63:
        raise ValueError("no whole number of 64 bits")
    return value


def shares(e, worth):
    given = e if isinstance(e, list) else [e]
    return sum(worth(s) for s in given)


def points(e):
    return amount(amount(e["points"]) * 100)


def later(s):
    return s.get("instalments", 0)


def whole(s):
    return s["wallet"] + points(s) + s["card"] + later(s)


def move(source, target, kopecks):
    return [(source, -kopecks), (target, kopecks)]


def given_back(s):
    return [("revenue", -shares(s, whole)), ("clearing", shares(s, lambda each: each["wallet"] + points(each) + later(each))), ("card-due", shares(s, lambda each: each["card"]))]


LEGS = {
    "wallet_credited": lambda e: move({"top-up": "cards", "certificate": "certificates"}.get(e["source"], "clearing"), "wallet", e["amount"]),
    "funds_held": lambda e: move("wallet", "hold", e["amount"]),
    "hold_released": lambda e: move("hold", "wallet", e["amount"]),
    "hold_captured": lambda e: move("hold", "clearing" if e["purpose"] == "order" else "payouts", e["amount"]),
    "withdrawal_settled_after_rejection": lambda e: [("wallet", e["owed"] - e["amount"]), ("owed", -e["owed"]), ("payouts", e["amount"])],
    "wallet_debt_settled": lambda e: move("wallet", "owed", e["amount"]),
    "points_accrued": lambda e: move("promo", "points", points(e)),
    "points_redeemed": lambda e: move("points", "clearing", points(e)),
    "points_restored": lambda e: move("clearing", "points", points(e)),
    "points_clawed_back": lambda e: move("points", "promo", points(e)),
    "points_expired": lambda e: move("points", "promo", points(e)),
    "bonus_card_closed": lambda e: move("points", "promo", e["pointsForfeited"] * 100),
    "order_paid": lambda e: [("clearing", -(e["walletAmount"] + points(e) + e.get("instalmentAmount", 0))), ("card-due", -e["cardAmount"]), ("revenue", shares(e["shares"], whole))],
    "instalment_plan_opened": lambda e: move("instalments", "clearing", sum(p["amount"] for p in e["parts"])),
    "instalment_paid": lambda e: move("clearing", "instalments", e["amount"]),
    "instalments_refunded": lambda e: move("clearing", "instalments", e["debtLowered"]),
    "order_line_removed": lambda e: given_back(e["givenBack"]),
    "order_cancelled": lambda e: given_back(e["givenBack"]),
    "card_payment_captured": lambda e: move("cards", "card-due", e["amount"]),
    "return_refunded": lambda e: [("revenue", -shares(e["givenBack"], whole)), ("clearing", e["toWallet"] + shares(e["givenBack"], lambda s: points(s) + later(s))), ("card-refund", e["toCard"])],
    "card_refunded": lambda e: move("card-refund", "cards", e["amount"]),
}


def legs_of(e):
    if e["type"] not in LEGS:
        return []
    return [(account, amount(kopecks)) for account, kopecks in LEGS[e["type"]](json.loads(e["data"]))]


class Bad(Exception):
    pass


# 8: proofs of one event

def verify_proof(path, key):
    proof = json.load(open(path, encoding="utf-8"))
    e, note, place, last = proof["event"], read_note(proof["checkpoint"]), proof["index"], proof["size"] - 1
    at = f"index={place} sequence={e['sequence']} stream={e['stream']} version={e['version']}"
    root = leaf_of(e)
    for sibling in map(bytes.fromhex, proof["hashes"]):
        if last == 0:
            raise Bad("proof", at)
        if place & 1 or place == last:
            root = sha(b"\1" + sibling + root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = sha(b"\1" + root + sibling)
        place, last = place >> 1, last >> 1
    if last or note is None or note["size"] != proof["size"] or base64.b64decode(note["root"]) != root or not key.has_signed(note):
        raise Bad("proof", at)
    return at


# 10: signed digests

DIGEST = re.compile(r"(?P<text>(?P<origin>[^\n]+)\nreconciliation 1\nfrom (?P<first>[^\n]+)\nto (?P<last>[^\n]+)\nuntil (?P<until>[^\n]+)Z\n"
                    r"(?P<lines>(?:[0-9]{4}-[^\n]+\n)*)signed [^\n]+\n)\n(?P<signatures>(— [^ +\n]+ [A-Za-z0-9+/=]+\n)+)")


def add_up(export, first, last, until):
    days = {}
    for e in (line["event"] for line in map(json.loads, open(export, "rb")) if line.get("event")):
        at = datetime.datetime(2000, 1, 1) + datetime.timedelta(microseconds=e["timestamp"])
        day = (at + datetime.timedelta(hours=3)).date().isoformat()
        if e["type"] == "tombstone" or at >= until or not first <= day <= last:
            continue
        events, moved, sums = days.setdefault(day, ([], {}, {}))
        events.append(e)
        for account, kopecks in legs_of(e):
            sums[account] = sums.get(account, 0) + kopecks
            name = {"payouts": "payouts", "cards": "captures" if kopecks < 0 else "refunds"}.get(account)
            if name and kopecks:
                count, all_of_it = moved.get(name, (0, 0))
                moved[name] = count + 1, all_of_it + abs(kopecks)
    for day, (events, moved, sums) in sorted(days.items()):
        yield f"{day} events {len(events)}"
        yield from (f"{day} {name} {moved[name][0]} {moved[name][1]}" for name in sorted(moved))
        yield from (f"{day} account {account} {sums[account]}" for account in sorted(sums) if sums[account])


def verify_digest(path, key, export):
    match = DIGEST.fullmatch(open(path, encoding="utf-8", newline="\n").read())
    if match is None:
        raise Bad("digest-malformed")
    said, wrong = match["lines"].splitlines(), []
    expected = list(add_up(export, match["first"], match["last"], datetime.datetime.fromisoformat(match["until"])))
    if not key.has_signed(match.groupdict()):
        wrong.append("signature")
    wrong += [f"digest-differs day={line[:10]} «{line[11:]}»" for line in [l for l in said if l not in expected] + [l for l in expected if l not in said]]
    if wrong:
        raise Bad("\nBAD ".join(wrong))
    return sum(int(line.split()[2]) for line in expected if line.split()[1] == "events")


# 9: what is checked, in this order

class Verifier:
    def __init__(self, key, anchors):
        self.key, self.anchors = key, anchors
        self.tree, self.chains, self.sums = Tree(), {}, {}
        self.lines = self.events = self.checkpoints = self.good = 0
        self.awaited = self.origin = None

    def event(self, line):
        e, leaf, place = line.get("event"), line.get("leaf"), line.get("place")
        known = e or leaf or place
        at = f"index={place['index'] if place else '-'} sequence={(e or leaf or {}).get('sequence', '-')} stream={known['stream']} version={known['version']}"
        self.lines += 1
        if e is None:
            raise Bad("event-gone", at)
        self.events += 1
        hashed = leaf_of(e)
        if leaf is None:
            raise Bad("leaf-missing", at)
        if hashed.hex() != leaf["hash"]:
            raise Bad("leaf-differs", at)
        if place and place["hash"] != leaf["hash"]:
            raise Bad("tree-differs", at)
        if any(leaf[name] != e[name] for name in ("sequence", "stream", "version")):
            raise Bad("leaf-moved", at)
        self.post(e, at)
        before = (0, b"") if e["type"] == "tombstone" else self.chains.get(e["stream"], (0, b""))
        if e["type"] != "tombstone":
            if e["version"] != before[0] + 1:
                raise Bad("version-gap", at)
            self.chains[e["stream"]] = e["version"], bytes.fromhex(leaf["chain"])
        if sha(before[1] + hashed).hex() != leaf["chain"]:
            raise Bad("chain-differs", at)
        if place is None:
            return
        if place["index"] != self.tree.size:
            raise Bad("index-gap", at)
        self.tree.append(hashed)
        self.not_in_database()
        while self.anchors and (self.anchors[0] is None or self.anchors[0]["size"] <= self.tree.size):
            anchored = self.anchors.pop(0)
            if anchored is None or anchored["size"] < self.tree.size or self.awaited:
                raise Bad("checkpoint-malformed", f"checkpoint={anchored['size'] if anchored else '-'}")
            self.check(anchored)
            self.awaited = anchored

    def post(self, e, at):
        if e["type"] not in LEGS:
            return
        try:
            legs = legs_of(e)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Bad("postings", at)
        for account, kopecks in legs:
            self.sums[account] = self.sums.get(account, 0) + kopecks
        if sum(kopecks for _, kopecks in legs):
            raise Bad("postings", at)

    def checkpoint(self, line):
        self.checkpoints += 1
        note = read_note(line["note"])
        if note is None or note["size"] != line["size"]:
            raise Bad("checkpoint-malformed", f"checkpoint={line['size']}")
        if self.awaited and self.awaited["whole"] != note["whole"]:
            raise Bad("anchor-differs", f"checkpoint={line['size']}")
        if not self.awaited and self.anchors and note["size"] <= self.tree.size:
            raise Bad("anchor-missing", f"checkpoint={line['size']}")
        if not self.awaited:
            self.check(note)
        self.awaited = None

    def not_in_database(self):
        if self.awaited:
            raise Bad("anchor-extra", f"checkpoint={self.awaited['size']}")

    def check(self, note):
        at, size = f"checkpoint={note['size']}", note["size"]
        if not self.key.has_signed(note):
            raise Bad("signature", at)
        self.origin = self.origin or note["origin"]
        if self.origin != note["origin"] or size < self.tree.size:
            raise Bad("checkpoint-malformed", at)
        if size > self.tree.size:
            raise Bad("checkpoint-beyond", f"{at} index={self.tree.size}..{size - 1}")
        if base64.b64decode(note["root"]) != self.tree.root():
            raise Bad("root-differs", f"{at} index={self.good}..{size - 1}")
        if (int(note["wallets"]), int(note["holds"])) != (self.sums.get("wallet", 0), self.sums.get("hold", 0)):
            raise Bad("sums-differ", at)
        self.good = size

    def finish(self):
        self.not_in_database()
        for anchored in self.anchors:
            self.check(anchored)
        if sum(self.sums.values()):
            raise Bad("ledger", "index=-")


def verify(path, key, anchors):
    verifier, ended, count = Verifier(key, anchors), False, 0
    for count, raw in enumerate(open(path, "rb"), 1):
        try:
            line = json.loads(raw)
            kind = line["kind"]
        except (ValueError, KeyError, TypeError):
            line, kind = None, None
        if count == 1 and kind != "header":
            raise ValueError("no header")
        if ended or kind not in ("header", "event", "checkpoint", "footer"):
            raise Bad("unreadable", f"line={count}")
        try:
            if kind == "event":
                verifier.event(line)
            elif kind == "checkpoint":
                verifier.checkpoint(line)
            elif kind == "footer":
                ended = True
                if (line["events"], line["checkpoints"]) != (verifier.lines, verifier.checkpoints):
                    raise Bad("footer-differs", "index=-")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Bad("unreadable", f"line={count}")
    if not ended:
        raise Bad("unreadable", f"line={count + 1}")
    verifier.finish()
    return verifier.events


def run(word, *rest):
    if word == "legs":
        for e in map(json.loads, open(rest[0], encoding="utf-8")):
            sums = {}
            for account, kopecks in legs_of(e):
                sums[account] = sums.get(account, 0) + kopecks
            print(json.dumps({account: sums[account] for account in sorted(sums) if sums[account]}))
    elif word == "proof":
        print("OK", verify_proof(rest[0], Key(open(rest[1]).read())))
    elif word == "digest":
        print("OK", verify_digest(rest[0], Key(open(rest[1]).read()), rest[2]))
    else:
        print("OK", verify(word, Key(open(rest[0]).read()), read_anchors(rest[1])))


if __name__ == "__main__":
    try:
        run(*sys.argv[1:])
    except Bad as bad:
        print("BAD", *bad.args)
        sys.exit(1)
    except (ValueError, IndexError, KeyError, TypeError, OSError) as e:
        print(e, file=sys.stderr)
        sys.exit(2)
