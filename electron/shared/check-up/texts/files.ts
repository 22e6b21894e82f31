import type { AreaTexts } from '../texts'
import { refusedEn, refusedZh } from './refusals'

const httpZh = { private: '服务器给的地址在内部网络里，外面的人下载不了。', unreachable: '上传服务器连不上。', status: '上传服务器回答了错误（HTTP {status}）。' }
const httpEn = { private: 'The server gives an address inside a private network, so others cannot download.', unreachable: 'The upload server cannot be reached.', status: 'The upload server answers with an error (HTTP {status}).' }
const reverseProxy = { prosody: 'http_external_url, trusted_proxies; the web server in front', ejabberd: 'mod_http_upload: put_url, get_url; listen: ejabberd_http', openfire: 'plugin.httpfileupload.announcedWebHost, …announcedPort', tigase: 'upload: upload-uri-format, download-uri-format; http component' }

export const filesTexts: AreaTexts = {
  zh: {
    'files.offered': { title: '上传文件', pass: '可以通过服务器发送文件。', missing: '不能通过服务器发送文件；群和离线的人收不到文件和图片。' },
    'files.limit': { title: '告知文件大小上限', pass: '单个文件最大 {size}。', missing: '服务器不告知单个文件的大小上限，客户端要试了才知道。' },
    'files.slot': { title: '分配上传地址', pass: '服务器分配加密的上传地址。', missing: '服务器说可以上传，却不分配上传地址。', broken: '服务器分配的上传地址不能用。', reasons: { ...refusedZh, unencrypted: '上传地址没有加密，文件在路上会被看到；客户端会拒绝。' } },
    'files.certificate': { title: '上传服务器的证书', pass: '上传服务器的证书可信。', broken: '上传服务器的证书不可信，客户端会拒绝上传和下载。', reasons: { private: '上传地址在内部网络里，所以没有测试。', unreachable: '上传服务器连不上，没能核对证书。' } },
    'files.put': { title: '上传一个文件', pass: '上传成功。这个 {bytes} 字节的测试文件没有办法从外面删除，会留到服务器清理旧文件为止。', broken: '上传失败。', reasons: httpZh },
    'files.get': { title: '下载同一个文件', pass: '下载的内容与上传的一样。', broken: '下载失败。', reasons: { ...httpZh, altered: '下载的内容与上传的不一样。' } },
    'files.safe': { title: '上传的网页不会运行', pass: '上传的网页不会以服务器的名义运行。', broken: '上传的网页会以服务器的名义运行，可以用来欺骗用户。', reasons: { ...httpZh, ...refusedZh } },
    'files.too-large': {
      title: '拒绝过大的文件', pass: '过大的文件会被拒绝，并说明上限。', broken: '对过大文件的处理不对。',
      reasons: { accepted: '服务器为超过上限的文件分配了上传地址，传到最后才会失败。', unanswered: '文件过大时，服务器一直不回答。', other: '过大的文件被拒绝，但错误类型不对（{condition}）。', unexplained: '过大的文件被拒绝，但没有说明是因为太大。' },
    },
    'files.wrong-length': { title: '拒绝大小不符的文件', pass: '大小与申报不符的文件会被拒绝。', broken: '大小与申报不符的文件也会收下，限额可以被绕过。', reasons: { slot: '没有得到第二个上传地址，所以没有测试。' } },
  },
  en: {
    'files.offered': { title: 'Uploading files', pass: 'Files can be sent through the server.', missing: 'Files cannot be sent through the server: rooms and people who are offline get no files or pictures.' },
    'files.limit': { title: 'File size limit', pass: 'A file may be {size} at most.', missing: 'The server does not say how large a file may be; clients have to find out by trying.' },
    'files.slot': { title: 'Upload address', pass: 'The server provides an encrypted upload address.', missing: 'The server says that files can be uploaded but provides no upload address.', broken: 'The upload address cannot be used.', reasons: { ...refusedEn, unencrypted: 'The upload address is not encrypted: files could be seen on the way, so clients refuse it.' } },
    'files.certificate': { title: 'Certificate of the upload server', pass: 'The certificate of the upload server is trusted.', broken: 'The certificate of the upload server is not trusted: clients refuse to upload and download.', reasons: { private: 'Not tried: the upload address is inside a private network.', unreachable: 'The upload server cannot be reached, so its certificate could not be checked.' } },
    'files.put': { title: 'Uploading a file', pass: 'Uploading works. The test file of {bytes} bytes cannot be deleted from outside and stays until the server clears old files away.', broken: 'Uploading fails.', reasons: httpEn },
    'files.get': { title: 'Downloading the same file', pass: 'The downloaded file is identical to the uploaded one.', broken: 'Downloading fails.', reasons: { ...httpEn, altered: 'The downloaded file differs from the uploaded one.' } },
    'files.safe': { title: 'Uploaded web pages do not run', pass: 'Uploaded web pages do not run in the server’s name.', broken: 'Uploaded web pages run in the server’s name, which can be used to deceive users.', reasons: { ...httpEn, ...refusedEn } },
    'files.too-large': {
      title: 'Files that are too large', pass: 'Files that are too large are refused, and the limit is given.', broken: 'Files that are too large are handled wrongly.',
      reasons: { accepted: 'The server provides an upload address for a file above the limit, so that the upload fails only at the end.', unanswered: 'The server never answers when a file is too large.', other: 'A file that is too large is refused with the wrong error ({condition}).', unexplained: 'A file that is too large is refused without saying that its size is the reason.' },
    },
    'files.wrong-length': { title: 'Files of the wrong size', pass: 'Files that do not have the announced size are refused.', broken: 'Files that do not have the announced size are accepted, so limits can be circumvented.', reasons: { slot: 'Not tried: there was no second upload address.' } },
  },
  hints: {
    'files.offered': { prosody: 'Component "upload.example" "http_file_share"', ejabberd: 'modules: mod_http_upload', openfire: 'HTTP File Upload plugin', tigase: "upload () {} in config.tdsl, with http" },
    'files.limit': { prosody: 'http_file_share_size_limit', ejabberd: 'mod_http_upload: max_size', openfire: 'plugin.httpfileupload.maxFileSize', tigase: 'upload: max-file-size' },
    'files.slot': { prosody: 'http_file_share_access, http_external_url', ejabberd: 'mod_http_upload: access, put_url', openfire: 'plugin.httpfileupload.announcedWebProtocol = https', tigase: 'upload: upload-uri-format = https://…' },
    'files.certificate': reverseProxy,
    'files.put': { ...reverseProxy, tigase: 'upload: store; http component' },
    'files.get': reverseProxy,
    'files.safe': { prosody: 'http_file_share_safe_file_types', ejabberd: "mod_http_upload: custom_headers: Content-Security-Policy: default-src 'none'", openfire: 'Newer HTTP File Upload plugin', tigase: 'Content-Security-Policy in the web server in front' },
    'files.too-large': { prosody: 'http_file_share_size_limit', ejabberd: 'mod_http_upload: max_size', openfire: 'plugin.httpfileupload.maxFileSize', tigase: 'upload: max-file-size' },
  },
}
