import type { AreaTexts } from '../texts'
import { refusedEn, refusedZh } from './refusals'

const httpZh = { private: '服务器给的地址在内部网络里，外面的人下载不了。', unreachable: '上传服务器连不上。', status: '上传服务器回答错误 {status}。' }
const httpEn = { private: 'The server names an address inside of a private network: others cannot download.', unreachable: 'The upload server cannot be reached.', status: 'The upload server answers with error {status}.' }
const reverseProxy = { prosody: 'http_external_url, trusted_proxies; the web server in front', ejabberd: 'mod_http_upload: put_url, get_url; listen: ejabberd_http', openfire: 'plugin.httpfileupload.announcedWebHost, …announcedPort', tigase: 'upload: url-format; http component' }

export const filesTexts: AreaTexts = {
  zh: {
    'files.offered': { title: '上传文件', pass: '可以通过服务器发送文件。', missing: '不能通过服务器发送文件；聊天室和离线的人收不到文件和图片。' },
    'files.limit': { title: '说明最大文件', pass: '服务器说明单个文件最大 {size}。', missing: '服务器不说明最大能传多大，客户端要试了才知道。' },
    'files.slot': { title: '分配上传地址', pass: '服务器分配加密的上传地址。', missing: '服务器说可以上传，却不分配地址。', broken: '服务器分配的上传地址不能用。', reasons: { ...refusedZh, unencrypted: '上传地址没有加密，文件在路上会被看到；客户端会拒绝。' } },
    'files.certificate': { title: '上传服务器的证书', pass: '上传服务器的证书可信。', broken: '上传服务器的证书不可信，客户端会拒绝上传和下载。', reasons: { private: '地址在内部网络里，没有试。', unreachable: '上传服务器连不上，没能核对证书。' } },
    'files.put': { title: '上传一个文件', pass: '上传成功。{bytes} 字节的测试文件会留在服务器上，到服务器清理旧文件为止。', broken: '上传失败。', reasons: httpZh },
    'files.get': { title: '下载同一个文件', pass: '下载的内容与上传的一样。', broken: '下载失败。', reasons: { ...httpZh, altered: '下载的内容与上传的不一样。' } },
    'files.safe': { title: '上传的网页不会被执行', pass: '上传的网页不会以服务器的名义执行。', broken: '上传的网页会以服务器的名义执行，可以用来骗人。', reasons: { ...httpZh, ...refusedZh } },
    'files.too-large': {
      title: '拒绝过大的文件', pass: '过大的文件会被拒绝，并说明上限。', broken: '对过大文件的反应不对。',
      reasons: { accepted: '服务器为超过上限的文件分配了地址，传到最后才会失败。', unanswered: '对过大的文件，服务器从不回答。', other: '过大的文件被拒绝，但给的原因不对（{condition}）。', unexplained: '过大的文件被拒绝，但不说是因为太大。' },
    },
    'files.wrong-length': { title: '拒绝与申报不符的文件', pass: '大小与申报不符的文件会被拒绝。', broken: '大小与申报不符的文件也收下，用户的限额可以绕过。', reasons: { slot: '没有得到第二个上传地址，没有试。' } },
  },
  en: {
    'files.offered': { title: 'Uploading files', pass: 'Files can be sent by way of the server.', missing: 'Files cannot be sent by way of the server: rooms and people who are away get no files and pictures.' },
    'files.limit': { title: 'The largest file is told', pass: 'The server says that a file may have {size} at most.', missing: 'The server does not say how large a file may be: clients have to try.' },
    'files.slot': { title: 'An address for uploading', pass: 'The server gives an encrypted address for uploading.', missing: 'The server says that one can upload, but gives no address.', broken: 'The address for uploading cannot be used.', reasons: { ...refusedEn, unencrypted: 'The address for uploading is not encrypted: files can be seen on their way, so clients refuse it.' } },
    'files.certificate': { title: 'Certificate of the upload server', pass: 'The certificate of the upload server is trusted.', broken: 'The certificate of the upload server is not trusted: clients refuse to upload and download.', reasons: { private: 'The address is inside of a private network, so this was not tried.', unreachable: 'The upload server cannot be reached, so the certificate could not be compared.' } },
    'files.put': { title: 'Uploading a file', pass: 'Uploading works. The test file of {bytes} bytes stays there until the server clears old files away.', broken: 'Uploading fails.', reasons: httpEn },
    'files.get': { title: 'Downloading the same file', pass: 'What is downloaded is what was uploaded.', broken: 'Downloading fails.', reasons: { ...httpEn, altered: 'What is downloaded is not what was uploaded.' } },
    'files.safe': { title: 'Uploaded pages do not run', pass: 'Uploaded web pages do not run in the name of the server.', broken: 'Uploaded web pages run in the name of the server, which can be used to deceive people.', reasons: { ...httpEn, ...refusedEn } },
    'files.too-large': {
      title: 'Refusing files that are too large', pass: 'Files that are too large are refused, and the limit is told.', broken: 'The answer for a file that is too large is wrong.',
      reasons: { accepted: 'The server gives an address for a file above the limit: it fails only at the end.', unanswered: 'For a file that is too large the server never answers.', other: 'A file that is too large is refused for the wrong reason ({condition}).', unexplained: 'A file that is too large is refused, but the size is not named as the reason.' },
    },
    'files.wrong-length': { title: 'Refusing files of another size than announced', pass: 'Files of another size than announced are refused.', broken: 'Files of another size than announced are taken: limits can be got around.', reasons: { slot: 'There was no second address for uploading, so this was not tried.' } },
  },
  hints: {
    'files.offered': { prosody: 'Component "upload.example" "http_file_share"', ejabberd: 'modules: mod_http_upload', openfire: 'HTTP File Upload plugin', tigase: "upload () {} in config.tdsl, with http" },
    'files.limit': { prosody: 'http_file_share_size_limit', ejabberd: 'mod_http_upload: max_size', openfire: 'plugin.httpfileupload.maxFileSize', tigase: 'upload: max-file-size' },
    'files.slot': { prosody: 'http_file_share_access, http_external_url', ejabberd: 'mod_http_upload: access, put_url', openfire: 'plugin.httpfileupload.announcedWebProtocol = https', tigase: 'upload: url-format' },
    'files.certificate': reverseProxy,
    'files.put': { ...reverseProxy, tigase: 'upload: store; http component' },
    'files.get': reverseProxy,
    'files.safe': { prosody: 'http_file_share_safe_file_types', ejabberd: "mod_http_upload: custom_headers: Content-Security-Policy: default-src 'none'", openfire: 'Newer HTTP File Upload plugin', tigase: 'Content-Security-Policy in the web server in front' },
    'files.too-large': { prosody: 'http_file_share_size_limit', ejabberd: 'mod_http_upload: max_size', openfire: 'plugin.httpfileupload.maxFileSize', tigase: 'upload: max-file-size' },
  },
}
