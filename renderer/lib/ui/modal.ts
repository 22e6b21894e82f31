/**
 * Shows a <dialog> above all else; the result takes it away again. The focus goes back to where it was, which the browser does only while
 * the dialog is still in the page: when a component ends, it no longer is.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement
  dialog.showModal()
  return () => {
    dialog.close()
    if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus()
  }
}
