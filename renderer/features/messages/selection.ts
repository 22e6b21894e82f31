/** What is selected of the messages: what was said, one message a line, without names, times and marks between. */
export function selectedText(root: ParentNode): string {
  const selection = getSelection()
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return ''
  const whole = selection.getRangeAt(0)
  return [...root.querySelectorAll('.bubble .text, .notice .selectable')]
    .filter((element) => whole.intersectsNode(element))
    .map((element) => {
      const part = document.createRange()
      part.selectNodeContents(element)
      if (element.contains(whole.startContainer)) part.setStart(whole.startContainer, whole.startOffset)
      if (element.contains(whole.endContainer)) part.setEnd(whole.endContainer, whole.endOffset)
      return part.toString()
    })
    .filter((text) => text !== '')
    .join('\n')
}
