/** Words of files that several places say. */
import { isOnlyFile, isVoice, type FileKind, type FileProblem } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { strings } from '../../lib/i18n/strings'
import type { Component } from 'svelte'
import FileAudio from '@lucide/svelte/icons/file-music'
import FileIcon from '@lucide/svelte/icons/file'
import FileVideo from '@lucide/svelte/icons/film'
import Image from '@lucide/svelte/icons/image'

export const s = strings({
  zh: {
    download: '下载', cancel: '取消', open: '打开', saveAs: '另存为…', showInFolder: '在文件夹中显示', again: '再试一次',
    unknownSize: '大小未知', risky: '可能运行程序的文件', view: (name: string) => `查看图片 ${name}`, copyPicture: '复制图片', sticker: '贴纸', saved: '已保存', noProgram: '系统没有能打开这个文件的程序。可以另存为，或在文件夹中查看。',
    of: (done: string, total: string) => `${done} / ${total}`, waiting: '等待上传', cancelUpload: '取消发送', uploading: '正在上传', fetching: '正在下载',
    accept: '接收', decline: '拒绝', acceptFile: (name: string) => `接收 ${name}`, declineFile: (name: string) => `拒绝 ${name}`,
    offered: '等待对方接收', connecting: '正在连接对方的电脑', sending: '正在直接发送', receiving: '正在直接接收', fromThem: '对方的电脑直接发给你', shared: '图片、文件和链接', large: '放大显示',
  },
  en: {
    download: 'Download', cancel: 'Cancel', open: 'Open', saveAs: 'Save as…', showInFolder: 'Show in folder', again: 'Try again',
    unknownSize: 'size unknown', risky: 'can run programs', view: (name: string) => `View picture ${name}`, copyPicture: 'Copy picture', sticker: 'Sticker', saved: 'Saved', noProgram: 'No program on this computer opens this file. You can save it elsewhere, or see it in its folder.',
    of: (done: string, total: string) => `${done} of ${total}`, waiting: 'Waiting to upload', cancelUpload: 'Do not send', uploading: 'Uploading', fetching: 'Downloading',
    accept: 'Accept', decline: 'Decline', acceptFile: (name: string) => `Accept ${name}`, declineFile: (name: string) => `Decline ${name}`,
    offered: 'Waiting for them to accept', connecting: 'Connecting to their computer', sending: 'Sending directly', receiving: 'Receiving directly', fromThem: 'straight from their computer', shared: 'Pictures, files and links', large: 'Show large',
  },
})

const zh: Record<FileProblem, string> = {
  gone: '服务器上已经没有这个文件', 'too-large': '太大，没有自动下载', 'not-allowed': '地址不在公共网络上，没有下载', unreachable: '现在下载不了',
  altered: '内容与发送者说明的不一致，已丢弃', 'disk-full': '磁盘已满',
  declined: '你没有接收', withdrawn: '对方已取消发送', stopped: '已停止接收', broken: '传送中断了，可以请对方再发一次', interrupted: '这边断开了连接或退出了程序，可以请对方再发一次',
}
const en: Record<FileProblem, string> = {
  gone: 'The server no longer has it', 'too-large': 'Larger than may be fetched unasked', 'not-allowed': 'Not fetched: its address is in a private network', unreachable: 'Cannot be fetched now',
  altered: 'Not what its sender described; thrown away', 'disk-full': 'The disk is full',
  declined: 'You declined it', withdrawn: 'No longer offered', stopped: 'You stopped it', broken: 'It broke off; ask them to send it again', interrupted: 'Interrupted here; ask them to send it again',
}
/** Somebody wanted it so: nothing to be alarmed about. */
const WANTED: ReadonlySet<FileProblem> = new Set(['declined', 'withdrawn', 'stopped'])
export const isBad = (problem: FileProblem | null): boolean => problem !== null && !WANTED.has(problem)
const problems = strings({ zh: { of: (problem: FileProblem) => zh[problem] }, en: { of: (problem: FileProblem) => en[problem] } })
export const problemText = (problem: FileProblem) => problems.of(problem)

export const KIND_ICONS: Record<FileKind, Component> = { picture: Image, audio: FileAudio, video: FileVideo, file: FileIcon }
const lines = strings({
  zh: { sticker: () => '[贴纸]', voice: () => '[语音]', picture: (n: string) => `[图片] ${n}`, audio: (n: string) => `[音频] ${n}`, video: (n: string) => `[视频] ${n}`, file: (n: string) => `[文件] ${n}` },
  en: { sticker: () => '[Sticker]', voice: () => '[Voice message]', picture: (n: string) => `[Picture] ${n}`, audio: (n: string) => `[Audio] ${n}`, video: (n: string) => `[Video] ${n}`, file: (n: string) => `[File] ${n}` },
})
/** A message in one line; null: it says something itself. */
export function fileLine(message: Pick<Message, 'body' | 'extras'>): string | null {
  const file = message.extras?.files?.[0]
  if (!file || !isOnlyFile(message)) return null
  // What a sticker says in words is mostly an emoji.
  if (file.isSticker) return `${lines.sticker()} ${message.body === file.url ? '' : message.body}`.trim()
  return lines[isVoice(file) ? 'voice' : file.kind](file.name)
}
/** Its own page serves it. */
export const mediaUrl = (key: string) => `/media/${key}`
