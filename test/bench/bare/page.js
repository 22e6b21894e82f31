addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => performance.mark('magpie-usable')))
