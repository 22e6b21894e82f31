"""Reads documents as Prosody and ejabberd do (expat with namespaces) and says what it read; test/fuzz/differential.ts compares.

stdin: a line with the number of bytes, then the bytes. stdout: one line of JSON for each document; null when it is refused.
"""
import json
import sys
from xml.parsers import expat


def read(data):
    parser = expat.ParserCreate(namespace_separator="\x01")
    parser.ordered_attributes = True
    parser.buffer_text = True
    out = []
    restricted = []

    def start(name, attributes):
        pairs = [[attributes[i], attributes[i + 1]] for i in range(0, len(attributes), 2)]
        out.append(["<", name, sorted(pairs)])

    def text(data):
        if out and out[-1][0] == "t":
            out[-1][1] += data
        else:
            out.append(["t", data])

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: out.append([">"])
    parser.CharacterDataHandler = text
    # RFC 6120 section 11.1: none of these may be in a stream.
    parser.CommentHandler = lambda data: restricted.append("comment")
    parser.ProcessingInstructionHandler = lambda target, data: restricted.append("instruction")
    parser.StartDoctypeDeclHandler = lambda *rest: restricted.append("dtd")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return None
    return ["restricted"] if restricted else out


def main():
    stdin = sys.stdin.buffer
    for line in stdin:
        print(json.dumps(read(stdin.read(int(line))), ensure_ascii=True), flush=False)
        if not stdin.peek(1):
            break
    sys.stdout.flush()


main()
