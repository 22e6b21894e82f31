import type { Component } from 'svelte'

/** A line of a menu; `null` is a separator. */
export type MenuEntry = {
  label: string
  icon?: Component
  /** One of several choices, and whether it is the one. */
  isChecked?: boolean
  isDangerous?: boolean
  isDisabled?: boolean
  /** Small words below the label. */
  hint?: string
  /** CSS colour of a dot before the label. */
  dot?: string
  run: () => void
} | null
