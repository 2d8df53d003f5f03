#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""IFA_PROTO by hand: ifaproto.py add DEV ADDR/LEN PROTO | show DEV."""
import ipaddress
import socket
import struct
import sys

RTM_NEWADDR, RTM_GETADDR, NLMSG_ERROR, NLMSG_DONE = 20, 22, 2, 3
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS, IFA_PROTO = 1, 2, 8, 11
IFA_F_NODAD = 2


def attr(kind, data):
    return struct.pack("=HH", 4 + len(data), kind) + data + b"\0" * (-len(data) % 4)


def request(kind, flags, body):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as sock:
        sock.bind((0, 0))
        sock.send(struct.pack("=IHHII", 16 + len(body), kind, 1 | flags, 1, 0) + body)
        while True:
            data = sock.recv(65536)
            while data:
                length, kind = struct.unpack_from("=IH", data)
                if kind == NLMSG_DONE:
                    return
                if kind == NLMSG_ERROR:
                    error = -struct.unpack_from("=i", data, 16)[0]
                    if error:
                        raise OSError(error, "kernel refused")
                    return
                yield data[16:length]
                data = data[(length + 3) & ~3:]


def add(dev, address, proto):
    address = ipaddress.ip_interface(address)
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    body = struct.pack("=BBBBI", family, address.network.prefixlen, 0, 0, socket.if_nametoindex(dev))
    body += attr(IFA_LOCAL, address.packed) + attr(IFA_ADDRESS, address.packed)
    body += attr(IFA_FLAGS, struct.pack("=I", IFA_F_NODAD if address.version == 6 else 0))
    body += attr(IFA_PROTO, struct.pack("=B", int(proto)))
    list(request(RTM_NEWADDR, 0x400 | 4, body))


def show(dev):
    lines = []
    for message in request(RTM_GETADDR, 0x300, struct.pack("=BBBBI", 0, 0, 0, 0, 0)):
        if struct.unpack_from("=I", message, 4)[0] != socket.if_nametoindex(dev):
            continue
        address, proto, rest = None, 0, message[8:]
        while rest:
            length, kind = struct.unpack_from("=HH", rest)
            if kind == IFA_ADDRESS:
                address = ipaddress.ip_address(rest[4:length])
            elif kind == IFA_PROTO:
                proto = rest[4]
            rest = rest[(length + 3) & ~3:]
        if not address.is_link_local:
            lines.append(f"{address} {proto}")
    print("\n".join(sorted(lines)))


{"add": add, "show": show}[sys.argv[1]](*sys.argv[2:])
