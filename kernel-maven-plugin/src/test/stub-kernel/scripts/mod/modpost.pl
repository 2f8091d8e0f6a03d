#!/usr/bin/perl
# The part of scripts/mod/modpost that a stub needs: what modules export goes to FOLDER/Module.symvers, what they use
# is looked for there, in the kernel's and in others' Module.symvers; NAME.mod.c says what it came from.
# Usage: modpost FOLDER [Module.symvers ...]
use strict;
use warnings;

my ($folder, @symvers) = @ARGV;
my (%exporter, %modules, $failed, @lines);

sub complain {
    my ($mild, $text) = @_;
    print STDERR $mild ? 'WARNING' : 'ERROR', ": modpost: $text\n";
    $failed = 1 unless $mild;
}

sub add_export {
    my ($module, $symbol) = @_;
    if (exists $exporter{$symbol}) {
        my $before = $exporter{$symbol};
        complain(0, "$module: '$symbol' exported twice. Previous export was in $before" . ($before eq 'vmlinux' ? '' : '.ko'));
    }
    $exporter{$symbol} //= $module;
}

for my $file ('Module.symvers', @symvers) {
    open(my $in, '<', $file) or die "$file: $!\n";
    while (<$in>) { my (undef, $symbol, $module) = split /\t/; $exporter{$symbol} = $module; }
}
open(my $order, '<', "$folder/modules.order") or die "$folder/modules.order: $!\n";
chomp(my @modules = map { s/\.ko$//r } <$order>);
my $objdump = $ENV{OBJDUMP} || 'objdump';
for my $module (@modules) {
    open(my $in, '-|', $objdump, '-t', "$module.o") or die "$objdump: $!\n";
    while (<$in>) {
        next unless /^[0-9a-f]+ (.{7}) (\S+)\s+[0-9a-f]+(?: \.hidden)? (\S+)$/;
        my ($flags, $section, $symbol) = ($1, $2, $3);
        if ($section eq '*UND*') { $modules{$module}{$symbol} = 1 unless $flags =~ /w/; }
        elsif ($symbol =~ s/^__ksymtab_// && $section =~ /^___ksymtab(_gpl)?\+/) {
            push @lines, "0x00000000\t$symbol\t$module\tEXPORT_SYMBOL" . ($1 ? '_GPL' : '') . "\t\n";
            add_export($module, $symbol);
        }
    }
    close($in) or die "$objdump failed\n";
}
for my $module (@modules) {
    my %needs;
    for my $symbol (sort keys %{ $modules{$module} }) {
        my $from = $exporter{$symbol};
        if (!defined $from) { complain($ENV{KBUILD_MODPOST_WARN}, "\"$symbol\" [$module.ko] undefined!"); }
        elsif ($from ne 'vmlinux' && $from ne $module) { $needs{ $from =~ s,.*/,,r } = 1; }
    }
    my $text = "#include <linux/module.h>\n#include <linux/vermagic.h>\nMODULE_INFO(vermagic, VERMAGIC_STRING);\n"
        . "MODULE_INFO(name, KBUILD_MODNAME);\nMODULE_INFO(depends, \"" . join(',', sort keys %needs) . "\");\n";
    next if -e "$module.mod.c" && do { local (@ARGV, $/) = "$module.mod.c"; <> } eq $text;
    open(my $out, '>', "$module.mod.c") or die "$module.mod.c: $!\n";
    print $out $text;
}
open(my $out, '>', "$folder/Module.symvers") or die "$folder/Module.symvers: $!\n";
print $out @lines;
exit($failed ? 1 : 0);
