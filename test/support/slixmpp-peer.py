"""An XMPP client that is not ours, driven by JSON lines on stdin and stdout. See slixmpp-peer.ts for what may be said.

stdin:  {"id": 1, "do": "send", ...arguments}
stdout: {"reply": 1, "value": ...} | {"reply": 1, "error": "..."} | {"event": "message", ...}
"""
import asyncio
import json
import sys
import traceback
from xml.etree import ElementTree

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

MUC = 'http://jabber.org/protocol/muc'
MUC_USER = MUC + '#user'
MUC_OWNER = MUC + '#owner'
RECEIPTS = 'urn:xmpp:receipts'
CHAT_STATES = 'http://jabber.org/protocol/chatstates'
MARKERS = 'urn:xmpp:chat-markers:0'
DELAY = 'urn:xmpp:delay'
REPLY_TIMEOUT_S = 20


def say(**line):
    sys.stdout.write(json.dumps(line) + '\n')
    sys.stdout.flush()


def child(xml, namespace, name):
    return xml.find('{%s}%s' % (namespace, name))


def first_in(xml, namespace):
    """Name of the first child in this namespace, e.g. which chat state."""
    for element in xml:
        if element.tag.startswith('{%s}' % namespace):
            return element.tag.split('}')[1]
    return None


def error_of(xml):
    error = child(xml, 'jabber:client', 'error')
    if error is None:
        return None
    return first_in(error, 'urn:ietf:params:xml:ns:xmpp-stanzas') or 'unknown'


def message_event(stanza):
    xml = stanza.xml
    received = child(xml, RECEIPTS, 'received')
    delay = child(xml, DELAY, 'delay')
    subject = child(xml, 'jabber:client', 'subject')
    body = child(xml, 'jabber:client', 'body')
    marker = first_in(xml, MARKERS)
    return dict(
        id=xml.get('id'), type=xml.get('type') or 'normal', to=xml.get('to'), **{'from': xml.get('from')},
        body=None if body is None else body.text or '',
        subject=None if subject is None else subject.text or '',
        chatState=first_in(xml, CHAT_STATES),
        receiptRequested=child(xml, RECEIPTS, 'request') is not None,
        receiptFor=None if received is None else received.get('id'),
        marker=marker,
        markerFor=child(xml, MARKERS, marker).get('id') if marker else None,
        delay=None if delay is None else delay.get('stamp'),
        error=error_of(xml),
        xml=str(stanza),
    )


def presence_event(stanza):
    xml = stanza.xml
    x = child(xml, MUC_USER, 'x')
    item = None if x is None else child(x, MUC_USER, 'item')
    text = lambda name: xml.findtext('{jabber:client}' + name)
    return dict(
        id=xml.get('id'), type=xml.get('type') or 'available', to=xml.get('to'), **{'from': xml.get('from')},
        show=text('show'), status=text('status'), priority=int(text('priority') or 0),
        muc=None if x is None else dict(
            codes=[int(status.get('code')) for status in x.findall('{%s}status' % MUC_USER)],
            role=None if item is None else item.get('role'),
            affiliation=None if item is None else item.get('affiliation'),
            jid=None if item is None else item.get('jid'),
            nick=None if item is None else item.get('nick'),
        ),
        error=error_of(xml),
        xml=str(stanza),
    )


class Peer(slixmpp.ClientXMPP):
    def __init__(self, options):
        super().__init__(options['jid'], options['password'])
        self.options = options
        self.ca_certs = options.get('caFile')
        self.started = asyncio.get_event_loop().create_future()
        self.ended = asyncio.get_event_loop().create_future()
        self.occupants = {}
        self.waiting = []
        accept = options.get('autoAccept', False)
        # None: neither accepted nor refused, the test decides.
        self.auto_authorize = True if accept else None
        self.auto_subscribe = accept
        for plugin in ('xep_0030', 'xep_0045', 'xep_0085', 'xep_0115', 'xep_0199', 'xep_0203'):
            self.register_plugin(plugin)
        self.register_plugin('xep_0092', {'software_name': 'slixmpp peer', 'version': slixmpp.__version__, 'os': 'test'})
        self.register_plugin('xep_0184', {'auto_ack': options.get('autoReceipts', True), 'auto_request': False})
        if options.get('plain'):
            self['feature_mechanisms'].unencrypted_plain = True
        for name in ('message', 'presence'):
            match = MatchXPath('{jabber:client}' + name)
            self.register_handler(Callback('report ' + name, match, getattr(self, 'on_' + name)))
        self.add_event_handler('session_start', self.on_session_start)
        self.add_event_handler('failed_all_auth', lambda _: self.fail('authentication failed'))
        self.add_event_handler('connection_failed', lambda why: self.fail('connection failed: %s' % why))
        self.add_event_handler('ssl_invalid_chain', lambda why: self.fail('certificate refused: %s' % why))
        self.add_event_handler('roster_update', lambda stanza: say(event='roster', xml=str(stanza)))
        self.add_event_handler('disconnected', self.on_disconnected)

    async def _pick_dns_answer(self, domain, service=None):
        return None  # asks no name server: the address given is the one to connect to

    async def begin(self):
        plain, direct = self.options.get('plain', False), self.options.get('directTls', False)
        self.connect((self.options['host'], self.options['port']), use_ssl=direct,
                     force_starttls=not plain and not direct, disable_starttls=plain or direct)
        await asyncio.wait_for(self.started, REPLY_TIMEOUT_S)
        return self.boundjid.full

    def fail(self, why):
        if not self.started.done():
            self.started.set_exception(RuntimeError(why))
        self.abort()

    async def on_session_start(self, _):
        try:
            await self.get_roster()
            if self.options.get('presence', True):
                # Back from the server (RFC 6121 §4.2.2): from now on messages to the bare address reach us.
                await self.until(lambda event: event.get('event') == 'presence' and event['from'] == self.boundjid.full, self.send_presence)
            if not self.started.done():
                self.started.set_result(None)
        except Exception as problem:
            self.fail(repr(problem))

    def on_disconnected(self, why):
        say(event='disconnected', reason=str(why) if why else None)
        if not self.started.done():
            self.started.set_exception(RuntimeError('disconnected: %s' % why))
        if not self.ended.done():
            self.ended.set_result(None)

    def on_message(self, stanza):
        self.happened(dict(event='message', **message_event(stanza)))

    def on_presence(self, stanza):
        event = presence_event(stanza)
        room, _, nick = (event['from'] or '').partition('/')
        if event['muc'] and nick:
            there = self.occupants.setdefault(room, {})
            if event['type'] == 'unavailable':
                there.pop(nick, None)
                if 110 in event['muc']['codes'] and 303 not in event['muc']['codes']:
                    self.occupants.pop(room, None)
            else:
                there[nick] = dict(nick=nick, **{key: event['muc'][key] for key in ('role', 'affiliation', 'jid')},
                                   show=event['show'], status=event['status'])
        self.happened(dict(event='presence', **event))

    def happened(self, event):
        say(**event)
        for waiter in list(self.waiting):
            if waiter[0](event) and not waiter[1].done():
                waiter[1].set_result(event)

    async def until(self, predicate, then):
        """Does `then` and waits for the event that fulfils the predicate."""
        waiter = (predicate, asyncio.get_event_loop().create_future())
        self.waiting.append(waiter)
        try:
            then()
            return await asyncio.wait_for(waiter[1], REPLY_TIMEOUT_S)
        finally:
            self.waiting.remove(waiter)

    # What may be asked. Names and arguments are those of slixmpp-peer.ts.

    async def do_send(self, to, body=None, type='chat', id=None, subject=None, requestReceipt=False, markable=False,
                      chatState=None, extra=''):
        stanza = self.make_message(mto=to, mbody=body, mtype=type, msubject=subject)
        stanza['id'] = id or self.new_id()
        if requestReceipt:
            ElementTree.SubElement(stanza.xml, '{%s}request' % RECEIPTS)
        if markable:
            ElementTree.SubElement(stanza.xml, '{%s}markable' % MARKERS)
        if chatState:
            ElementTree.SubElement(stanza.xml, '{%s}%s' % (CHAT_STATES, chatState))
        if extra:
            for element in ElementTree.fromstring('<x xmlns="jabber:client">%s</x>' % extra):
                stanza.xml.append(element)
        stanza.send()
        return stanza['id']

    async def do_plugin(self, name, method, args):
        if name not in self.plugin:
            self.register_plugin(name)
        getattr(self[name], method)(**args)

    async def do_raw(self, xml):
        self.send_raw(xml)

    async def do_presence(self, to=None, type=None, show=None, status=None, priority=None):
        self.send_presence(pto=to, ptype=type, pshow=show, pstatus=status, ppriority=priority)

    async def do_roster(self):
        reply = await self.iq('get', None, '<query xmlns="jabber:iq:roster"/>')
        return [dict(jid=item.get('jid'), name=item.get('name'), subscription=item.get('subscription'), ask=item.get('ask'),
                     groups=[group.text for group in item.findall('{jabber:iq:roster}group')])
                for item in reply.iter('{jabber:iq:roster}item')]

    async def iq(self, type, to, payload):
        iq = self.make_iq(ito=to, itype=type)
        iq.append(ElementTree.fromstring(payload))
        return (await iq.send(timeout=REPLY_TIMEOUT_S)).xml

    async def do_iq(self, type, payload, to=None):
        return ElementTree.tostring(await self.iq(type, to, payload), encoding='unicode')

    async def do_disco(self, jid, node=None):
        info = await self['xep_0030'].get_info(jid=jid, node=node, cached=False, timeout=REPLY_TIMEOUT_S)
        identities = [dict(category=i[0], type=i[1], name=i[3]) for i in info['disco_info']['identities']]
        return dict(identities=identities, features=sorted(info['disco_info']['features']))

    async def do_items(self, jid, node=None):
        items = await self['xep_0030'].get_items(jid=jid, node=node, timeout=REPLY_TIMEOUT_S)
        return [dict(jid=str(jid), node=node, name=name) for jid, node, name in items['disco_items']['items']]

    async def do_version(self, jid):
        reply = (await self['xep_0092'].get_version(jid, timeout=REPLY_TIMEOUT_S))['software_version']
        return dict(name=reply['name'], version=reply['version'], os=reply['os'])

    async def do_ping(self, jid):
        await self['xep_0199'].send_ping(jid, timeout=REPLY_TIMEOUT_S)

    async def do_join(self, room, nick, password=None, maxHistory=None):
        x = ElementTree.Element('{%s}x' % MUC)
        if password is not None:
            ElementTree.SubElement(x, '{%s}password' % MUC).text = password
        if maxHistory is not None:
            ElementTree.SubElement(x, '{%s}history' % MUC).set('maxstanzas', str(maxHistory))
        stanza = self.make_presence(pto='%s/%s' % (room, nick))
        stanza.append(x)

        def own(event):
            if event['event'] != 'presence' or (event['from'] or '').split('/')[0] != room:
                return False
            return bool(event['error'] or event['muc'] and 110 in event['muc']['codes'] and event['type'] == 'available')
        event = await self.until(own, stanza.send)
        if event['error']:
            raise RuntimeError(event['error'])
        return dict(nick=event['from'].partition('/')[2], created=201 in event['muc']['codes'], codes=event['muc']['codes'])

    async def do_configure(self, room, fields=None):
        """Owner form (0045 §10.2): only the fields that are to change; none makes an instant room."""
        form = ElementTree.Element('{jabber:x:data}x', type='submit')
        for name, value in {'FORM_TYPE': MUC + '#roomconfig', **fields}.items() if fields else ():
            field = ElementTree.SubElement(form, '{jabber:x:data}field', var=name)
            for one in value if isinstance(value, list) else [value]:
                ElementTree.SubElement(field, '{jabber:x:data}value').text = one
        query = ElementTree.Element('{%s}query' % MUC_OWNER)
        query.append(form)
        await self.iq('set', room, ElementTree.tostring(query, encoding='unicode'))

    async def do_occupants(self, room):
        return sorted(self.occupants.get(room, {}).values(), key=lambda occupant: occupant['nick'])

    async def do_leave(self, room, nick):
        def gone(event):
            return event['event'] == 'presence' and event['type'] == 'unavailable' and event['from'] == '%s/%s' % (room, nick)
        await self.until(gone, lambda: self.send_presence(pto='%s/%s' % (room, nick), ptype='unavailable'))

    async def do_invite(self, room, jid, reason=None, direct=False):
        if direct:
            self['xep_0045'].xmpp.register_plugin('xep_0249')
            self['xep_0249'].send_invitation(jid, room, reason=reason)
        else:
            self['xep_0045'].invite(room, jid, reason or '')

    async def do_disconnect(self):
        self.disconnect(wait=2.0)
        await asyncio.wait_for(self.ended, REPLY_TIMEOUT_S)


async def answer(peer, line):
    number, verb = line.pop('id'), line.pop('do')
    try:
        say(reply=number, value=await getattr(peer, 'do_' + verb)(**line))
    except IqError as problem:
        say(reply=number, error=problem.iq['error']['condition'], text=problem.iq['error']['text'])
    except (IqTimeout, asyncio.TimeoutError):
        say(reply=number, error='no answer within %d s' % REPLY_TIMEOUT_S)
    except Exception as problem:
        traceback.print_exc()
        say(reply=number, error=str(problem) or repr(problem))


async def main():
    loop = asyncio.get_event_loop()
    reader = asyncio.StreamReader(limit=2 ** 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    peer = None
    tasks = set()  # the loop itself keeps only weak references
    while True:
        text = await reader.readline()
        if not text:
            return  # whoever drove us is gone
        line = json.loads(text)
        if line['do'] == 'connect':
            number = line.pop('id')
            peer = Peer(line)
            try:
                say(reply=number, value=await peer.begin())
            except Exception as problem:
                say(reply=number, error=str(problem) or repr(problem))
            continue
        task = loop.create_task(answer(peer, line))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


if __name__ == '__main__':
    asyncio.get_event_loop_policy().get_event_loop().run_until_complete(main())
