// What an earlier run generated would be in the way.
def widget = new File(basedir, 'real-widget')
assert widget.deleteDir() || !widget.exists()
true
