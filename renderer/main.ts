import './styles/tokens.css'
import './styles/base.css'
import './lib/ui/controls.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startSync } from './lib/sync'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
// The window for choosing a part of the screen (electron/desktop/screenshots.ts) shows nothing else, and is told nothing.
if (new URLSearchParams(location.search).has('screenshot')) void import('./views/ShotView.svelte').then(({ default: ShotView }) => mount(ShotView, { target }))
else {
  mount(App, { target })
  void startSync()
}
