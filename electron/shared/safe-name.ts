/** Names of files as others give them, made fit for every file system and for being read (SAFETY §2.3). Pure. */

const MAX_BYTES = 150
/** Direction marks turn `cod.exe` into `exe.doc`; invisible ones hide what a name ends with. */
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]/gu
/** Separators of paths and of streams, their look-alikes, and what Windows does not take. */
const NOT_IN_NAMES = /[/\\:*?"<>|\u2044\u2215\u29f5\u29f8\uff0f\uff3c\uff1a]/gu
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu

/** What runs, or makes something run, when it is opened. */
const RISKY = new Set(
  ('exe com scr pif msi msp mst bat cmd ps1 psm1 vbs vbe js jse mjs cjs wsf wsh hta cpl dll sys drv lnk url website scf inf reg jar jnlp class ' +
    'app dmg pkg command tool workflow action terminal desktop sh bash zsh fish csh ksh run bin elf appimage deb rpm snap flatpakref apk ' +
    'py pyw pyc rb pl php lua tcl html htm xhtml svg svgz mht mhtml chm hlp docm dotm xlsm xltm xlam pptm potm ppam iso img vhd vhdx ' +
    'msc ws wsc sct vb ocx xbap appx appxbundle msix msixbundle shb shs pyz pyzw webloc inetloc fileloc directory mount timer ' +
    'xht shtml xml xsl xslt iqy slk ' +
    'gadget application appref-ms diagcab settingcontent-ms library-ms search-ms theme xll xpi crx service').split(' '),
)

export const extensionOf = (name: string): string => /\.([^.\s]{1,20})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
export const isRiskyName = (name: string): boolean => RISKY.has(extensionOf(name))

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** Never empty, never a path, shown as it is stored. The last extension stays at its end when it is cut. */
export function safeName(given: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = given.normalize('NFC').replace(/[\u0000-\u001f\u007f-\u009f]/gu, ' ').replace(UNSEEN, '').replace(/\p{Cs}/gu, '')
  // `photo.jpg            .exe`: blanks push the ending out of sight.
  const name = plain.replace(NOT_IN_NAMES, '_').replace(/\s+/gu, ' ').replace(/ +(?=\.[^.]*$)/u, '').trim().replace(/[. ]+$/u, '').replace(/^\.+/u, '_')
  const usable = RESERVED.test(name) ? `_${name}` : name
  if (usable === '' || /^_+$/u.test(usable)) return 'file'
  if (bytesOf(usable) <= MAX_BYTES) return usable
  const extension = extensionOf(usable)
  const end = extension ? `.${extension}` : ''
  let start = [...usable.slice(0, usable.length - end.length)]
  while (bytesOf(start.join('')) > MAX_BYTES - bytesOf(end)) start = start.slice(0, -1)
  return start.join('').trimEnd() + end
}
