import './styles/tokens.css'
import './styles/base.css'
import './lib/ui/controls.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startSync } from './lib/sync'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
void startSync()
