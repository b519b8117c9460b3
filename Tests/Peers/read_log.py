"""Reads logs that were exported as static files, with implementations that are not ours.

Called with a folder that holds `case.json` and for every size a folder of tiles. tlog-scales checks
the signed note, the tiles and the entry bundles and makes every proof itself from the tiles;
pymerkle builds the same tree from the records and checks the proofs that we made. Prints one line
of counts as JSON; ends with a traceback at the first disagreement.
"""

import json
import sys
from pathlib import Path

from pymerkle import InmemoryTree, verify_consistency, verify_inclusion
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import ConsistencyProof, InclusionProof
from tlog_scales.utils import sha256


def hashes(texts):
    return [bytes.fromhex(text) for text in texts]


class Peer:
    def __init__(self, case):
        self.vkey = Vkey.from_string(case["verifier"])
        self.tree = InmemoryTree(algorithm="sha256")
        self.roots = {}
        self.counts = {"checkpoints": 0, "entries": 0, "tiles": 0, "inclusion": 0, "consistency": 0}

    def read(self, export, folder):
        reader = TilesReader(LocalBackend(folder))
        checkpoint = reader.get_checkpoint()
        checkpoint.verify(self.vkey)
        size = export["size"]
        assert checkpoint.size == size, (checkpoint.size, size)
        assert reader.calculate_root_hash() == checkpoint.root_hash, f"tiles of {size}"
        self.counts["checkpoints"] += 1
        self.counts["tiles"] += sum(1 for path in folder.glob("tile/**/*") if path.is_file())
        self.read_entries(reader, export["first_entry"], size)
        assert self.tree.get_size() == size
        root = self.tree.get_root()
        assert root == checkpoint.root_hash, f"entries of {size}"
        self.roots[size] = root
        for proof in export["inclusion"]:
            self.check_inclusion(reader, proof, size, root)
        for proof in export["consistency"]:
            self.check_consistency(reader, proof, size, root)

    def read_entries(self, reader, first, size):
        """Takes in the records behind those already read; each must hash to its tile's entry."""
        for index in range(first, size):
            entry = reader.get_entry(index)
            assert leaf_hash(entry) == reader.mth(index, index + 1), f"entry {index} of {size}"
            if index >= self.tree.get_size():
                self.tree.append_entry(entry)
            self.counts["entries"] += 1

    def check_inclusion(self, reader, proof, size, root):
        index, path = proof["leaf_index"], hashes(proof["path"])
        leaf = leaf_hash(reader.get_entry(index))
        assert reader.get_inclusion_proof(index, size).node_hashes == path, (index, size)
        InclusionProof(index, size, path).check(leaf, root)
        theirs = self.tree.prove_inclusion(index + 1, size)
        theirs.path = [leaf] + path
        verify_inclusion(leaf, root, theirs, index=index + 1, size=size)
        self.counts["inclusion"] += 1

    def check_consistency(self, reader, proof, size, root):
        old, path = proof["from_size"], hashes(proof["path"])
        assert reader.get_consistency_proof(old, size).node_hashes == path, (old, size)
        ConsistencyProof(old, size, path).check(self.roots[old], root)
        theirs = self.tree.prove_consistency(old, size)
        theirs.path = self.in_their_form(theirs, self.roots[old], path)
        verify_consistency(self.roots[old], root, theirs, prior_size=old, later_size=size)
        self.counts["consistency"] += 1

    def in_their_form(self, theirs, old_root, path):
        """Our hashes in the places where pymerkle keeps them.

        It always writes the old tree's last part, which the RFC leaves out where that is the whole
        old tree, and where the old tree ends between two subtrees it spells the right one out down
        to its first leaf. What is spelt out must give the one hash that we have.
        """
        ours = list(path)
        spelt = theirs.path[: theirs.subset.index(1)]
        last_part = theirs.path[len(spelt)]
        part = old_root if last_part == old_root else ours.pop(0)
        if spelt:
            right = spelt[0]
            for sibling in spelt[1:]:
                right = sha256(b"\x01" + right + sibling)
            assert right == ours.pop(0), "the subtree behind the old tree"
        form = spelt + [part] + ours
        assert form == theirs.path, "our path is not theirs"
        return form


def main():
    folder = Path(sys.argv[1])
    case = json.loads((folder / "case.json").read_text())
    peer = Peer(case)
    for export in case["exports"]:
        peer.read(export, folder / export["folder"])
    print(json.dumps(peer.counts))


main()
