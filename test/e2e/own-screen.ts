/** Each worker's windows are on a screen of their own, where there are several (build/scripts/lib/screen.mjs). */
const screens = (process.env.MAGPIE_SCREENS ?? '').split(' ').filter(Boolean)
const own = screens[(Number(process.env.VITEST_POOL_ID) - 1) % screens.length]
if (own) process.env.DISPLAY = own
