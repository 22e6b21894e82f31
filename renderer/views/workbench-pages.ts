/** The pages of the tester's workbench. A feature that has one adds its line. */
import SquareTerminal from '@lucide/svelte/icons/square-terminal'
import Network from '@lucide/svelte/icons/network'
import Wrench from '@lucide/svelte/icons/wrench'
import FileWarning from '@lucide/svelte/icons/file-warning'
import type { Component } from 'svelte'
import type { AccountId } from '#shared/ids'
import AdHocPage from '../features/ad-hoc/AdHocPage.svelte'
import { adHocTexts } from '../features/ad-hoc/ad-hoc-texts'
import ConsolePage from '../features/console/ConsolePage.svelte'
import { consoleTexts } from '../features/console/console-texts'
import QuarantinePage from '../features/quarantine/QuarantinePage.svelte'
import { quarantineTexts } from '../features/quarantine/quarantine-texts'
import ServicesPage from '../features/services/ServicesPage.svelte'
import { servicesTexts } from '../features/services/services-texts'
import { strings } from '../lib/i18n/strings'

export const workbenchTexts = strings({ zh: { title: '测试工作台' }, en: { title: 'Tester’s workbench' } })

export interface WorkbenchPage {
  key: string
  label: () => string
  icon: Component
  component: Component<{ accountId: AccountId }>
}

export const workbenchPages: readonly WorkbenchPage[] = [
  { key: 'console', label: () => consoleTexts.title, icon: SquareTerminal, component: ConsolePage },
  { key: 'services', label: () => servicesTexts.title, icon: Network, component: ServicesPage },
  { key: 'ad-hoc', label: () => adHocTexts.title, icon: Wrench, component: AdHocPage },
  { key: 'quarantine', label: () => quarantineTexts.title, icon: FileWarning, component: QuarantinePage },
]
