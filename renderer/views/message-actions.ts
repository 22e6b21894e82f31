/** What can be done with a message, besides copying and deleting (MessageMenu). A feature that can do something adds its line. */
import { offerStanzas } from '../features/console/offer'
import { offerEdit } from '../features/corrections/edit'
import { offerForward, offerPick } from '../features/picking/pick'
import { offerAnswer } from './answer'
import { offerReaction } from '../features/reactions/react'
import { offerSave, offerShow } from '../features/files/offers'
import type { ActionContext, MessageAction, OfferAction } from '../features/messages/extensions'

const offers: readonly OfferAction[] = [offerAnswer, offerReaction, offerEdit, offerForward, offerPick, offerSave, offerShow, offerStanzas]

export const actionsFor = (context: ActionContext): MessageAction[] => offers.map((offer) => offer(context)).filter((one) => one !== null)
