/** What can be done with a message, besides copying and deleting (MessageMenu). A feature that can do something adds its line. */
import { offerStanzas } from '../features/console/offer'
import { offerEdit } from '../features/corrections/edit'
import { offerPin } from '../features/message-pins/pins.svelte'
import { offerForward, offerPick } from '../features/picking/pick'
import { offerAnswer } from './answer'
import { offerReaction } from '../features/reactions/react'
import { offerSave, offerShow } from '../features/files/offers'
import { offerKeep } from '../features/stickers/keep'
import type { ActionContext, MessageAction, OfferAction } from '../features/messages/extensions'
import { offerPack } from './offer-pack'

const offers: readonly OfferAction[] = [offerAnswer, offerReaction, offerEdit, offerForward, offerPick, offerPin, offerSave, offerShow, offerKeep, offerPack, offerStanzas]

export const actionsFor = (context: ActionContext): MessageAction[] => offers.map((offer) => offer(context)).filter((one) => one !== null)
