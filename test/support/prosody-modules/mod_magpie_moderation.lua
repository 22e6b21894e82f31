-- XEP-0425 0.3.0 (the room's side of sections 3 to 5) for tests: Debian's Prosody has no module for it.
local st = require "util.stanza"
local jid_node = require "util.jid".node
local new_id = require "util.id".medium
local datetime = require "util.datetime".datetime

local NS_MODERATE, NS_RETRACT = "urn:xmpp:message-moderate:1", "urn:xmpp:message-retract:1"
local muc = module:depends "muc"
local archive = module:open_store("muc_log", "archive")

module:hook("muc-disco#info", function (event)
	event.reply:tag("feature", { var = NS_MODERATE }):up()
end)

local function moderated(stanza, by, reason)
	stanza:tag("moderated", { xmlns = NS_MODERATE, by = by }):tag("retract", { xmlns = NS_RETRACT }):up():up()
	if reason then stanza:text_tag("reason", reason) end
	return stanza
end

module:hook("iq-set/bare/" .. NS_MODERATE .. ":moderate", function (event)
	local origin, stanza = event.origin, event.stanza
	local function refuse(kind, condition)
		origin.send(st.error_reply(stanza, kind, condition))
		return true
	end
	local room = muc.get_room_from_jid(stanza.attr.to)
	if not room then return refuse("cancel", "item-not-found") end
	local actor = room:get_occupant_by_real_jid(stanza.attr.from)
	if not actor or actor.role ~= "moderator" then return refuse("auth", "forbidden") end
	local moderate = stanza.tags[1]
	local id, reason = moderate.attr.id, moderate:get_child_text("reason")
	local node = jid_node(room.jid)
	local stored = id and archive:get(node, id)
	if not stored then return refuse("cancel", "item-not-found") end

	local tombstone = st.message({ from = stored.attr.from, type = "groupchat", id = stored.attr.id })
	archive:set(node, id, moderated(tombstone:tag("retracted", { xmlns = NS_RETRACT, stamp = datetime() }), actor.nick, reason):reset())
	local told = st.message({ from = room.jid, type = "groupchat", id = new_id() }):tag("retract", { xmlns = NS_RETRACT, id = id })
	moderated(told, actor.nick, reason):reset()
	-- XEP-0424 section 5: also in the archive, for those who have the message already.
	local told_id = archive:append(node, nil, st.clone(told), os.time(), "message<groupchat")
	told:add_direct_child(st.stanza("stanza-id", { xmlns = "urn:xmpp:sid:0", by = room.jid, id = told_id }))
	room:broadcast(told)
	origin.send(st.reply(stanza))
	return true
end)
