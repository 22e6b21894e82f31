/** What the check-up of the command line says on stderr. */
import type { CheckLanguage } from '#shared/check-up/texts'

const en = {
  begin: (address: string) => `logging in as ${address} …`,
  noFile: (why: string) => `${why}\nGive a JSON file with "address" and "password", or with "accounts": two of these.`,
  noOther: (file: string) => `${file} is not a report. Give --compare a file that --json has written, of this version of Magpie.`,
  problem: (title: string, advice: string, detail: string) => `could not run: ${title}. ${advice}${detail} (What stands under “Advanced” in the window is "host", "port", "connection" and "ca" in the file of the account.)`,
  second: 'the second account could not log in, so nothing that needs two was tried. Check its address and password in the file.',
  fault: (message: string) => `a fault of Magpie itself: ${message}`,
  stopping: 'stopping: what was made is being removed …',
  stopped: 'stopped before the end.',
  stoppedEarly: 'stopped before anything was tried.',
  left: (what: string) => `left behind on the server: ${what}`,
  noJournal: (why: string) => `what is made cannot be noted beside the file of the accounts (${why}), so nothing would be removed later if this run were killed.`,
  unwritten: (file: string, why: string) => `${file} could not be written: ${why}. Give another place.`,
}
export const commandWords: Record<CheckLanguage, typeof en> = {
  en,
  zh: {
    begin: (address) => `正在登录 ${address} …`,
    noFile: (why) => `${why}\n请提供一个 JSON 文件，其中有 "address" 和 "password"，或者有 "accounts"：两个这样的账号。`,
    noOther: (file) => `${file} 不是体检报告。--compare 需要由 --json 写出、与这个版本的喜鹊相符的文件。`,
    problem: (title, advice, detail) => `无法体检：${title}。${advice}${detail}（窗口里“高级”中的内容，在账号文件中是 "host"、"port"、"connection" 和 "ca"。）`,
    second: '第二个账号无法登录，需要两个账号的项目都没有测试。请检查文件中它的地址和密码。',
    fault: (message) => `喜鹊自己出了错：${message}`,
    stopping: '正在停止：正在清除体检建立的内容…',
    stopped: '体检被中途停止。',
    stoppedEarly: '还没有开始测试就停止了。',
    left: (what) => `没能从服务器上清除：${what}`,
    noJournal: (why) => `无法在账号文件旁边记下体检建立的内容（${why}）；如果这次体检被强行结束，以后不会再清除。`,
    unwritten: (file, why) => `无法写入 ${file}：${why}。请换一个位置。`,
  },
}
