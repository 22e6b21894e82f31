const both = {
  'files.offered': 'pass', 'files.limit': 'pass', 'files.slot': 'pass', 'files.certificate': 'pass', 'files.put': 'pass', 'files.get': 'pass',
  'files.safe': 'pass', 'files.too-large': 'pass', 'files.wrong-length': 'pass',
}

export const files = { prosody: both, ejabberd: both }
