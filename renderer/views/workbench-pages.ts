/** The pages of the tester's workbench. A feature that has one adds its line. */
import Archive from '@lucide/svelte/icons/archive'
import Ban from '@lucide/svelte/icons/ban'
import Boxes from '@lucide/svelte/icons/boxes'
import Fingerprint from '@lucide/svelte/icons/fingerprint'
import MonitorSmartphone from '@lucide/svelte/icons/monitor-smartphone'
import Users from '@lucide/svelte/icons/users'
import Vault from '@lucide/svelte/icons/vault'
import SquareTerminal from '@lucide/svelte/icons/square-terminal'
import Stethoscope from '@lucide/svelte/icons/stethoscope'
import Network from '@lucide/svelte/icons/network'
import Plug from '@lucide/svelte/icons/plug'
import Wrench from '@lucide/svelte/icons/wrench'
import FileWarning from '@lucide/svelte/icons/file-warning'
import type { Component } from 'svelte'
import type { AccountId } from '#shared/ids'
import CheckUpPage from '../features/check-up/CheckUpPage.svelte'
import { checkUpTexts } from '../features/check-up/check-up-texts'
import AdHocPage from '../features/ad-hoc/AdHocPage.svelte'
import { adHocTexts } from '../features/ad-hoc/ad-hoc-texts'
import ConnectionPage from '../features/connection-facts/ConnectionPage.svelte'
import { connectionPageTexts } from '../features/connection-facts/connection-page-texts'
import ArchiveViewerPage from '../features/archive-viewer/ArchiveViewerPage.svelte'
import { archiveViewerTexts } from '../features/archive-viewer/archive-viewer-texts'
import BlockedViewerPage from '../features/blocking/BlockedViewerPage.svelte'
import { blockedViewerTexts } from '../features/blocking/blocked-viewer-texts'
import CapabilitiesPage from '../features/capabilities/CapabilitiesPage.svelte'
import { capabilitiesTexts } from '../features/capabilities/capabilities-texts'
import ConsolePage from '../features/console/ConsolePage.svelte'
import { consoleTexts } from '../features/console/console-texts'
import PrivateStoragePage from '../features/private-storage/PrivateStoragePage.svelte'
import { privateStorageTexts } from '../features/private-storage/private-storage-texts'
import PubsubViewerPage from '../features/pubsub-viewer/PubsubViewerPage.svelte'
import { pubsubViewerTexts } from '../features/pubsub-viewer/pubsub-viewer-texts'
import QuarantinePage from '../features/quarantine/QuarantinePage.svelte'
import { quarantineTexts } from '../features/quarantine/quarantine-texts'
import RosterViewerPage from '../features/roster-viewer/RosterViewerPage.svelte'
import { rosterViewerTexts } from '../features/roster-viewer/roster-viewer-texts'
import ServicesPage from '../features/services/ServicesPage.svelte'
import { servicesTexts } from '../features/services/services-texts'
import SessionsViewerPage from '../features/sessions-viewer/SessionsViewerPage.svelte'
import { sessionsViewerTexts } from '../features/sessions-viewer/sessions-viewer-texts'
import { strings } from '../lib/i18n/strings'

export const workbenchTexts = strings({ zh: { title: '测试工作台', data: '账号数据' }, en: { title: 'Tester’s workbench', data: 'Data of the account' } })

export interface WorkbenchPage {
  key: string
  label: () => string
  icon: Component
  component: Component<{ accountId: AccountId }>
  /** What the server and Magpie keep for the account: listed below the tools. */
  isData?: boolean
}

export const workbenchPages: readonly WorkbenchPage[] = [
  { key: 'console', label: () => consoleTexts.title, icon: SquareTerminal, component: ConsolePage },
  { key: 'connection', label: () => connectionPageTexts.title, icon: Plug, component: ConnectionPage },
  { key: 'services', label: () => servicesTexts.title, icon: Network, component: ServicesPage },
  { key: 'check-up', label: () => checkUpTexts.title, icon: Stethoscope, component: CheckUpPage },
  { key: 'ad-hoc', label: () => adHocTexts.title, icon: Wrench, component: AdHocPage },
  { key: 'quarantine', label: () => quarantineTexts.title, icon: FileWarning, component: QuarantinePage },
  { key: 'contact-list', label: () => rosterViewerTexts.title, icon: Users, component: RosterViewerPage, isData: true },
  { key: 'archive', label: () => archiveViewerTexts.title, icon: Archive, component: ArchiveViewerPage, isData: true },
  { key: 'pubsub', label: () => pubsubViewerTexts.title, icon: Boxes, component: PubsubViewerPage, isData: true },
  { key: 'private-storage', label: () => privateStorageTexts.title, icon: Vault, component: PrivateStoragePage, isData: true },
  { key: 'blocked', label: () => blockedViewerTexts.title, icon: Ban, component: BlockedViewerPage, isData: true },
  { key: 'sessions', label: () => sessionsViewerTexts.title, icon: MonitorSmartphone, component: SessionsViewerPage, isData: true },
  { key: 'capabilities', label: () => capabilitiesTexts.title, icon: Fingerprint, component: CapabilitiesPage, isData: true },
]
